/**
 * The server: a verticle that listens, and plays its rules with every peer.
 *
 * <pre>
 *   ServerConfig ──► EchoServerVerticle ──accepts──► Wire + RuleConversation   one for each connection
 *                          │
 *                     Deployment: the counters of all instances, connection numbers
 *                          │
 *                          └──► the last log line, and parley.server.stats on the event bus
 * </pre>
 */
package dev.parley.server;

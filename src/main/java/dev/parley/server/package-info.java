/**
 * The server: a verticle that listens, and plays its rules or its script with every peer.
 *
 * <pre>
 *   ServerConfig ──► EchoServerVerticle ──accepts──► Wire + Conversation       one for each connection
 *                          │
 *                     Deployment: the counters of all instances, connection numbers
 *                          │      Admission: who may come in, and how many at a time
 *                          │      Failures: what goes wrong with peers, told in few lines
 *                          │
 *                          └──► the last log line, and parley.server.stats on the event bus
 * </pre>
 */
package dev.parley.server;

/**
 * The server: a verticle that listens, and plays its rules or its script with every peer.
 *
 * <pre>
 *   ServerConfig ──► EchoServerVerticle ──► Door ──► Wire + Conversation       one for each connection
 *                          │                 │
 *                          │                 Access: who may come in; Certificates: what they are shown
 *                          │
 *                     Deployment: the counters of all instances, connection numbers
 *                          │      Admission: how many may be there at a time
 *                          │      Failures: what goes wrong with peers, told in few lines
 *                          │
 *                          └──► the last log line, and parley.server.stats on the event bus
 * </pre>
 */
package dev.parley.server;

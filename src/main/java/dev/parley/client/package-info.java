/**
 * The client: a verticle that connects, says its names or plays its script, and compares what it hears.
 *
 * <pre>
 *   ClientConfig ──► Names, or Scripts ──► Script
 *                                            │
 *   EchoClientVerticle ──────────────────────┤
 *                                            ▼
 *   Connector ──socket──► Wire + Conversation ──► Outcome ──► outcome(), parley.client.outcome
 *   every address in turn, retries with back-off
 * </pre>
 */
package dev.parley.client;

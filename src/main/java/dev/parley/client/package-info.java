/**
 * The client: a verticle that connects, says its names, and compares what it hears.
 *
 * <pre>
 *   ClientConfig ──► steps: hear the greeting, say a name, hear the answer, …, say farewell, await the end
 *                      │
 *   EchoClientVerticle ─┤
 *                      ▼
 *   Connector ──socket──► Wire + StepConversation ──► Outcome ──► outcome(), parley.client.outcome
 *   every address in turn, retries with back-off
 * </pre>
 */
package dev.parley.client;

/**
 * Bytes ◄► records: one connection as a wire.
 *
 * <pre>
 *                 Framing: where a record ends, and how one is written
 *                    │
 *   socket ─read──► Wire ──Span──► Listener     answers MORE or STOP; the rest of the read waits for resume()
 *   socket ◄─write─ Wire ◄──Out─── Listener     replies of one read leave together
 *
 *   talking ──end──► lingering ──► closed       FIN is sent, what still comes is discarded until the peer's FIN
 *      │                 ▲
 *      └──► draining ────┘                      no more reads: what had come is answered, then the end
 * </pre>
 *
 * <p>All calls to a wire, and all calls that it makes, are on its connection's event loop.
 */
package dev.parley.wire;

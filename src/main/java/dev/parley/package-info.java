/**
 * Parley: TCP conversations that are scripted in JSON, deployed as Vert.x verticles. Start reading here.
 *
 * <pre>
 *   command line ──► Arguments ──► Configuration ──► Parley, on top of the Vert.x launcher
 *                                                       │ deploys, by role or class name
 *                                                       ▼
 *                                               RoleVerticleFactory
 *                               ┌───────────────────────┼────────────────────┐
 *                               ▼                       ▼                    ▼
 *                            server                   client               fetch
 *                               └────────┬──────────────┘                    │
 *                                        ▼                                   │
 *                                     script         a play for two sides    │
 *                                        ▼                                   │
 *                                  conversation      what is said, by rules  │
 *                                        ▼                                   │
 *                                      wire          bytes ◄► records  ◄─────┤  (looks up addresses)
 *                                        ▼                                   │
 *                                     config         JSON in, checked out ◄──┘
 *
 *   report: what is told to people and programs; everyone may use it
 *   junit:  a server for the tests of one's own client
 * </pre>
 *
 * <p>The threading rule: all that happens in a conversation happens on its connection's event loop. Nothing blocks.
 * Nothing is shared between the instances of a verticle but what their deployment counts, and its seed and port.
 */
package dev.parley;

/**
 * A server for the tests of one's own client.
 *
 * <pre>
 *   &#64;RegisterExtension ParleyServer server = ParleyServer.playing("/scripts/greeter.json");
 *
 *   before each test: a Vert.x of its own, and the script served on a free port
 *   in it:            server.port(), server.conversation(1)
 *   after each test:  all is stopped, and the test fails if a conversation did
 * </pre>
 */
package dev.parley.junit;

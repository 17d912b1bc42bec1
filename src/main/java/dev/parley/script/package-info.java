/**
 * Scripts: plays with lines for two sides, of which we play one and expect the other.
 *
 * <pre>
 *   Steps ──reads──► Script: Step, Step, …             one for both sides, shared by all connections
 *                       │
 *                    Cursor ──next step──► ScriptConversation ◄──records, ends── Wire
 *                                              │        │
 *                  a step of our own side: act │        │ of the other side: await
 *                                              ▼        ▼
 *                                           Speaker   Expectation ──► done, skip, or wrong: the Outcome
 *
 *   Step:  Line · Pause · Quiet · End · Close · Reset            something that one side does
 *          Each · Repeat · OnConnection                          steps within steps
 * </pre>
 */
package dev.parley.script;

/**
 * Scripts: plays with lines for two sides, of which we play one and expect the other.
 *
 * <pre>
 *   Scripts ──finds a list of steps──► Steps ──reads──┐   Names: a client's names are short for one
 *                       ┌────────────────────────────┘
 *                    Script: Step, Step, …   one for both sides, shared by all connections
 *                       │
 *                    Cursor ──next step──► ScriptConversation ◄──records, ends── Wire
 *                                              │        │
 *                  a step of our own side: act │        │ of the other side: await
 *                                              ▼        ▼
 *                                           Speaker   Expectation ──► done, skip, or wrong: the Outcome
 *
 *   Step:  Line · Pause · Quiet · End · Close · Leave · Reset    something that one side does
 *          Each · Repeat · OnConnection                          steps within steps
 * </pre>
 */
package dev.parley.script;

/**
 * Scripts: plays with lines for two sides, of which we play one and expect the other.
 *
 * <pre>
 *   Scripts ──finds a list of steps──► Steps ──reads──┐   Names: a client's names are short for one
 *                       ┌────────────────────────────┘
 *                    Script: Step, Step, …   one for both sides, shared by all connections
 *                       │
 *                    Cursor ──next step──► ScriptConversation ◄──records, ends── Wire
 *                                          the loop, and whose Turn it is
 *                                              │        │
 *                  a step of our own side: act │        │ of the other side: await
 *                                              ▼        ▼
 *                                           Actor     Expectation ──► done, skip, or wrong: a Witness tells
 *                                              └─ Memory ─┘           what placeholders stand for
 *
 *   Step:  Line · Pause · Quiet · End · Close · Reset    something that one side does, and the other waits for
 *          HearOut                                       whatever the peer says until its end
 *          Each · Repeat · OnConnection                  steps within steps
 *   Turn:  Next · Saying · Pausing · Resting · Choked · Awaiting · Passed · Failed
 * </pre>
 */
package dev.parley.script;

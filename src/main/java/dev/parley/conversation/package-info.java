/**
 * What is said: pure rules and steps, and the conversations that play them on a wire.
 *
 * <pre>
 *   Play: greeting, Rule, Rule, …              Step, Step, …
 *    shared by all connections                  one list for one role
 *              │                                       │
 *              ▼                                       ▼
 *       RuleConversation ◄──Span── Wire ──Span──► StepConversation ──► Outcome
 *       answers each record                       says and hears, in order
 *
 *   Rule:  in a state · on (Match) · after (Delay) · say (Template, …) · next state · then stay, close or reset
 *   Step:  say · hear · pause · await the end
 * </pre>
 *
 * <p>Everything in a conversation happens on its connection's event loop. Nothing here sees a socket or a buffer: a
 * record is a {@link dev.parley.wire.Span}, an answer goes to an {@link dev.parley.wire.Out}.
 */
package dev.parley.conversation;

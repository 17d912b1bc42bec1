/**
 * What is said: the parts that rules and scripts are made of, and the rules themselves.
 *
 * <pre>
 *   Play ──begins, for each connection──► Conversation ──► ConversationOutcome
 *    │
 *    ├─ RulePlay: greeting, Rule, Rule, …       RuleConversation answers each record
 *    └─ Script, in its own package
 *
 *   Rule:     in a state · on (Match) · after (Delay) · say (Phrase, …) · next state · then stay, close or reset
 *   Phrase:   a Template with placeholders that Words fill in · an Ask that an Asker puts on the event bus
 *   Speaker:  says phrases, in pieces where their Delivery wants it
 *   Observer: is told what happens: the log, a Transcript, which is a script again
 * </pre>
 *
 * <p>Everything in a conversation happens on its connection's event loop. Nothing here but {@link
 * dev.parley.conversation.BusAsker} and {@link dev.parley.conversation.TranscriptFile} knows Vert.x: a record is a {@link dev.parley.wire.Span}, an answer goes to an {@link dev.parley.wire.Out}.
 */
package dev.parley.conversation;

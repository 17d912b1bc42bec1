/**
 * What is told: to people on standard output and standard error, to programs as an outcome.
 *
 * <pre>
 *   the product (a peer's words, a header, a path) ──► Console.say ──► standard output
 *   the log (connections, problems)                ──► Console.log ──► standard error
 *   how a conversation or a download went          ──► Outcome     ──► OneShot.outcome(), event bus, exit code, Report
 * </pre>
 *
 * <p>Whatever came from a peer goes through {@link dev.parley.report.Printable} first: one record is one line, and none
 * can steer a terminal.
 */
package dev.parley.report;

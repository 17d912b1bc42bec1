/**
 * What a server costs, measured from outside: Parley beside what a user of Vert.x writes by the manual.
 *
 * <pre>
 *   Options ──► Bench ──► Scenario: Throughput, Idle, Lateness        rounds, in which the servers take turns
 *                            │ loads, through Callers                 one thread for all of them: a Fleet
 *                            ▼
 *                         Server: a process                           textbook, or parley by run.sh
 * </pre>
 *
 * <p>The generator checks every byte of every reply: a server that is fast and wrong has not been measured.
 */
package dev.parley.bench;

/**
 * Files from URLs, each under its name only when it is whole, right, and on the disk.
 *
 * <pre>
 *   FetchConfig ──► HttpFetchVerticle ──► Batch                             the targets, shared by all instances
 *    Target(s)            │
 *                      Download ──► FetchOutcome                            one target: tries, until none can help
 *                         │
 *                      Attempt ── Ask: Whole, Rest, IfChanged               one try: verdict on the head
 *          ┌──────────────┼──────────────────┐
 *      Redirects         Pump               Part, Notes                     bytes; OUTPUT.part
 *          │              │                  ▲
 *        Dial             │                  │                              addresses, proxies, credentials
 *          │              │                  │
 *       Answer ──► Body ──► Coding ──► WriteQueue ──► Sums, flush, check, rename to OUTPUT (Place)
 *                    ▲                        │
 *                    └── server held back ◄───┘ while the disk is slow
 * </pre>
 *
 * <p>Everything about a download happens on its verticle's context, but for what blocks: on the way through a worker,
 * values are handed over, and nothing of the download's own is touched. One {@link dev.parley.fetch.Abort} ends whatever it
 * is just waiting for. What a {@link dev.parley.fetch.Failure} is decides whether there is another try, and whether the
 * part stays for another run.
 */
package dev.parley.fetch;

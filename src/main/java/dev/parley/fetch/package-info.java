/**
 * One page, saved: asked for over http or https, and under its final name only when it is complete.
 *
 * <pre>
 *   FetchConfig ──► HttpFetchVerticle ──► Download ──► FetchOutcome       tries, until one is saved or none can help
 *                                            │
 *                                         Attempt                         one try: URL, redirects, verdict on the head
 *                        ┌───────────────────┼─────────────────┐
 *                      Dial                 Pump              Part        addresses in turn; bytes; OUTPUT.part
 *                        │                   │                 ▲
 *                     Answer ──► Body ──► Coding ──► pieces ───┘ ──► flush, close, check, rename to OUTPUT
 *                                  ▲                           │
 *                                  └──── socket held back ◄────┘ while the disk is slow
 * </pre>
 *
 * <p>Everything about a download happens on its verticle's context. One {@link dev.parley.fetch.Abort} ends whatever it
 * is just waiting for; every end but a rename removes the part.
 */
package dev.parley.fetch;

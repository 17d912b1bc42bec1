/**
 * JSON in, checked values out; knows nothing of networks.
 *
 * <pre>
 *   text ──► Document ──► Section ──► Value ──► ServerConfig, ClientConfig, FetchConfig
 *               │  the tree, and       one object: its     one value and its path:
 *               │  where each value    keys, and which     what it was asked to be,
 *               │  stands              of them were known  and what it was
 *               ▼
 *            problems, all of them ──► ConfigException    "place: expected wish, got fact"
 *               ▲
 *            Overlays: environment and system properties, laid over the file
 * </pre>
 *
 * <p>A config record reads itself from a {@link dev.parley.config.Section}, once. Its {@code read} method is the one
 * place where a key's name, default and range are written. Reading goes on after a problem, so that one run tells all
 * of them; the record that comes out is only used when there were none.
 */
package dev.parley.config;

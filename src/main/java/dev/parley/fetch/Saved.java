package dev.parley.fetch;

/**
 * A file that is complete, right, and on the disk under its name.
 *
 * @param output the file's path as it was written, or as the server named it
 * @param bytes of the file
 * @param unchanged whether it was there already, and is still what the server has
 */
record Saved(String output, long bytes, Sums.Result sums, boolean unchanged) {}

package dev.parley.wire;

import java.util.Optional;

/**
 * What a record that is cut off comes to on the other side.
 *
 * @param record where the cut leaves a whole one nevertheless
 * @param fragment what is left unfinished
 */
public record CutRecord(Optional<byte[]> record, Fragment fragment) {}

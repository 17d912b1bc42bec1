package dev.parley.conversation;

/**
 * Where one conversation takes place.
 *
 * @param side which part is ours
 * @param number of the connection, counted from 1, for rules, scripts and templates
 * @param seed of the deployment: with the same one, the connection of this number draws the same delays
 * @param observer is told what happens
 * @param asker puts the questions of an {@code ask}
 */
public record Setting(Side side, long number, long seed, Observer observer, Asker asker) {}

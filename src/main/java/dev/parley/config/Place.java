package dev.parley.config;

/**
 * Where a value was written: a line and column of a file, or the variable that overlaid it.
 *
 * @param source the file or the variable; empty where nobody knows
 * @param line counted from 1; 0 where there is no file
 * @param column counted from 1; 0 where there is no file
 */
public record Place(String source, int line, int column) {
    /** A value of a verticle's {@code config()}, of which nobody knows where it was written. */
    static final Place UNKNOWN = new Place("", 0, 0);

    static Place in(String variable) {
        return new Place(variable, 0, 0);
    }

    /** What opens a problem's line, such as {@code conf/parley.json:3:11: }; may be empty. */
    @Override
    public String toString() {
        String position = line == 0 ? "" : ":" + line + ":" + column;
        return source.isEmpty() ? "" : source + position + ": ";
    }
}

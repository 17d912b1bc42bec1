package dev.parley.testkit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log tells of something that happened very often.
 *
 * @param lines how many lines it takes for that
 * @param count how often it says that it happened
 */
public record Sums(int lines, long count) {
    /**
     * @param once what a line has that tells of one
     * @param more how a line ends that tells of more: {@code connections refused in the last second.}
     */
    public static Sums of(List<String> log, String once, String more) {
        Pattern sum = Pattern.compile("([0-9,]+) more " + more.replaceFirst("s ", "s? "));
        int lines = 0;
        long count = 0;
        for (String line : log) {
            Matcher told = sum.matcher(line);
            if (told.matches()) {
                lines++;
                count += Long.parseLong(told.group(1).replace(",", ""));
            } else if (line.contains(once)) {
                lines++;
                count++;
            }
        }
        return new Sums(lines, count);
    }
}

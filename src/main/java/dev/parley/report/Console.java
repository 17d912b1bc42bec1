package dev.parley.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output and standard error as they are meant here: the product on the one, the log on the other, both UTF-8
 * whatever the locale.
 *
 * <p>The log is written straight to standard error: java.util.logging drops what is logged while the process ends,
 * and the server's sum is its last line. For several threads.
 */
public final class Console {
    private static volatile PrintStream out = utf8(FileDescriptor.out);
    private static volatile PrintStream err = utf8(FileDescriptor.err);

    /** From the start of a terminal's line, which is emptied. */
    private static final String ANEW = "\r\u001b[K";

    /** The line that is drawn on the terminal just now, or nothing. */
    private static String drawn = "";

    private Console() {}

    /** Prints a line of the product; what could steer a terminal, or is a line end, is escaped. */
    public static void say(String line) {
        print(out, line);
    }

    /** Prints a line of the log, in the same way. */
    public static void log(String line) {
        print(err, line);
    }

    private static synchronized void print(PrintStream stream, String line) {
        if (drawn.isEmpty()) {
            stream.println(Printable.of(line));
        } else {
            err.print(ANEW);
            stream.println(Printable.of(line));
            err.print(drawn);
            err.flush();
        }
    }

    /** Draws a line on the terminal that the log goes to: the next one takes its place, and what is printed goes above. */
    public static synchronized void draw(String line) {
        drawn = line;
        err.print(ANEW + line);
        err.flush();
    }

    /** Leaves what was drawn where it is, and goes on below it. */
    public static synchronized void settle() {
        if (!drawn.isEmpty()) {
            drawn = "";
            err.println();
        }
    }

    /** Whether something that was said could not be written: a full disk, a closed pipe. */
    public static boolean lost() {
        return out.checkError();
    }

    /** Sends the product and the log elsewhere: for tests, and for applications that have their own place for them. */
    public static void redirect(PrintStream product, PrintStream log) {
        out = product;
        err = log;
    }

    /** Whether somebody watches standard error on a terminal. */
    public static boolean watched() {
        Path stderr = Path.of("/proc/self/fd/2");
        try {
            return Files.isSymbolicLink(stderr)
                    ? Files.readSymbolicLink(stderr).toString().matches("/dev/(pts/\\d+|tty.*|console)")
                    : System.console() != null;
        } catch (IOException e) {
            return false; // no such descriptor: nobody can watch it
        }
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}

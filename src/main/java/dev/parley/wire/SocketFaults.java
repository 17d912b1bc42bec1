package dev.parley.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the kernel did not do what was asked for, in the same words whatever transport has asked. */
public final class SocketFaults {
    /** {@code finishConnect(..) failed with error(-111): Connection refused}: Netty's native transports. */
    private static final Pattern NATIVE =
            Pattern.compile("(?:.*: )?[\\w ]+\\(\\.\\.\\) failed with error\\(-?\\d+\\): (.*)");

    /** What the kernel says of a reset; the JDK, which NIO asks, leaves it out. */
    private static final String WHOSE = " by peer";

    private SocketFaults() {}

    /** Without the name of a system call, and without the address, which Netty appends and we have told already. */
    public static String words(Throwable cause) {
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        Matcher call = NATIVE.matcher(words);
        String plain = call.matches() ? call.group(1) : words;
        int address = plain.indexOf(": /");
        String bare = address < 0 ? plain : plain.substring(0, address);
        return bare.endsWith(WHOSE) ? bare.substring(0, bare.length() - WHOSE.length()) : bare;
    }
}

package dev.parley.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The limit of open files, which is one of connections too. */
final class OpenFiles {
    /** For everything in a process that is not a connection. */
    private static final int RESERVE = 500;

    private OpenFiles() {}

    /** How many connections this process may have; a server that it starts may have as many. */
    static int room() {
        long limit = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
        return (int) Math.min(Integer.MAX_VALUE, limit - RESERVE);
    }
}

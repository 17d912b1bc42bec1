package dev.parley.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a file that is already there is one that only we can have written: in a directory that others write to, such
 * as {@code /tmp}, anybody can put one in our way. All but the constants block.
 */
final class Ownership {
    /** The mode of a file in the making. */
    static final String OURS_ALONE = "rw-------";

    /** On Linux, belongs to whom this process runs as; elsewhere it is not there. */
    private static final Path PROCESS = Path.of("/proc/self");

    private static final Pattern UMASK = Pattern.compile("(?m)^Umask:\\s*([0-7]+)$");
    private static final int STICKY = 01000;

    private Ownership() {}

    /**
     * A plain file of ours, with no other name that somebody could have linked to it, which others cannot write to, in a
     * directory where they cannot put another in its place. A group of our own name is nobody else. Where that cannot be
     * known, no file is trusted.
     */
    static boolean trusted(Path path) {
        try {
            Map<String, Object> there = attributes(path);
            return Boolean.TRUE.equals(there.get("isRegularFile"))
                    && Integer.valueOf(1).equals(there.get("nlink"))
                    && !open(there)
                    && there.get("owner").equals(us())
                    && closed(path.toAbsolutePath().getParent());
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean closed(Path directory) throws IOException {
        Map<String, Object> there = attributes(directory.toRealPath());
        boolean oursOrRoots =
                there.get("owner").equals(us()) || Integer.valueOf(0).equals(there.get("uid"));
        return oursOrRoots && (!open(there) || ((int) there.get("mode") & STICKY) != 0);
    }

    private static boolean open(Map<String, Object> there) throws IOException {
        Set<?> permissions = (Set<?>) there.get("permissions");
        boolean ourGroup = ((Principal) there.get("group")).getName().equals(us().getName());
        return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE) && !ourGroup;
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(
                path, "unix:isRegularFile,nlink,mode,permissions,owner,uid,group", LinkOption.NOFOLLOW_LINKS);
    }

    private static UserPrincipal us() throws IOException {
        return Files.exists(PROCESS)
                ? Files.getOwner(PROCESS)
                : PROCESS.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }

    /** The mode that this process's umask leaves a new file; {@code rw-r--r--} where that cannot be known. */
    static Set<PosixFilePermission> usual() {
        Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromTheLeft = PosixFilePermission.values();
        int mode = 0666 & ~umask();
        for (PosixFilePermission one : fromTheLeft) {
            if ((mode >> (fromTheLeft.length - 1 - one.ordinal()) & 1) == 1) {
                all.add(one);
            }
        }
        return all;
    }

    private static int umask() {
        try {
            Matcher line = UMASK.matcher(Files.readString(PROCESS.resolve("status")));
            return line.find() ? Integer.parseInt(line.group(1), 8) : 022;
        } catch (IOException e) {
            return 022;
        }
    }
}

package dev.parley.testkit;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a process holds on to, after a full collection.
 *
 * @param heap bytes of live objects
 * @param timers tasks that an event loop will run later
 * @param open connections that are not over
 * @param accepted connections there ever were
 * @param lost replies
 * @param read bytes of all peers
 */
public record Vitals(
        long heap, int threads, long descriptors, long timers, long open, long accepted, long lost, long read) {
    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);
    private static final Pattern TIMERS =
            Pattern.compile(" (\\d+) +\\d+ +io\\.netty\\.util\\.concurrent\\.ScheduledFutureTask");

    /** Those of this process. */
    static Vitals taken(long accepted, long open, long lost, long read) throws JMException {
        String census = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Vitals(
                first(TOTAL, census),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                system.getOpenFileDescriptorCount(),
                first(TIMERS, census),
                open,
                accepted,
                lost,
                read);
    }

    private static long first(Pattern pattern, String census) {
        Matcher matcher = pattern.matcher(census);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Whether there is nothing left of what came since: memory aside, which is never quite the same. */
    boolean holdsNoMoreThan(Vitals before) {
        return open <= before.open
                && threads <= before.threads
                && descriptors <= before.descriptors
                && timers <= before.timers;
    }

    static Vitals of(JsonObject json) {
        return json.mapTo(Vitals.class);
    }
}

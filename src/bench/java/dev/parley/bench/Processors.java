package dev.parley.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Which processor does what.
 *
 * @param count how many there are
 * @param pinned whether the servers have the first, and the generator the second, to themselves
 */
record Processors(int count, boolean pinned) {
    private static final String SERVERS = "0";
    private static final String GENERATOR = "1";

    /** Moves all threads of this process to its processor, where that can be done. */
    static Processors share() {
        int count = Runtime.getRuntime().availableProcessors();
        String self = Long.toString(ProcessHandle.current().pid());
        boolean pinned = count > 1
                && Tool.run(List.of("taskset", "-c", SERVERS, "true")).isPresent()
                && Tool.run(List.of("taskset", "-a", "-p", "-c", GENERATOR, self))
                        .isPresent();
        return new Processors(count, pinned);
    }

    /** The command of a server, on its processor. */
    List<String> forServer(List<String> command) {
        if (!pinned) {
            return command;
        }
        List<String> moved = new ArrayList<>(List.of("taskset", "-c", SERVERS));
        moved.addAll(command);
        return moved;
    }

    @Override
    public String toString() {
        return count + (pinned ? ", servers on number 0, the generator on number 1" : ", nothing pinned");
    }
}

package dev.parley;

import dev.parley.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** What a configuration is refused with. Whatever it is, there is no other answer. */
final class Refusal {
    private Refusal() {}

    /** The problems that are told, each in its line; none where it is accepted for a server or a client. */
    static List<String> of(String json) {
        for (Role role : List.of(Role.SERVER, Role.CLIENT)) {
            try {
                Configuration.find(Arguments.parse(role.toString(), "-conf", json), Map.of(), new Properties())
                        .checked(role);
            } catch (ConfigException e) {
                return e.getMessage().lines().toList();
            } catch (UsageException e) {
                return List.of(e.getMessage());
            }
        }
        return List.of();
    }
}

package dev.parley.config;

import java.util.List;
import java.util.function.Function;

/** What is wrong with the JSON of one section, in the order in which it was found, without line and column. */
public final class Problems {
    private Problems() {}

    public static List<String> of(String section, String json, Function<Section, ?> reader) {
        Document document = Document.parse("{\"" + section + "\": " + json + "}", "test", Overlays.none());
        try {
            document.section(section, reader);
            return List.of();
        } catch (ConfigException e) {
            return e.getMessage()
                    .lines()
                    .map(line -> line.replaceFirst("^test:\\d+:\\d+: ", ""))
                    .toList();
        }
    }
}

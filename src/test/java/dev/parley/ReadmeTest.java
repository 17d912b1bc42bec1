package dev.parley;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.report.Console;
import dev.parley.server.EchoServerVerticle;
import dev.parley.testkit.Authority;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What README.md says is so. */
class ReadmeTest {
    private static final Pattern PATH = Pattern.compile("(\\./)?[\\w-]+(/[\\w.-]+)+|[\\w-]+\\.(md|json|sh|xml)");

    static Stream<String> configurations() {
        return Stream.concat(Readme.blocks("json").stream(), Readme.files("json").values().stream());
    }

    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeTheFilesThatConfigurationsName() throws Exception {
        Authority.Issued made = new Authority(directory).issue("made", "dns:localhost");
        Files.copy(made.certificate(), directory.resolve("cert.pem"));
        Files.copy(made.key(), directory.resolve("key.pem"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void everyConfigurationIsAcceptedBySchemaAndCode(String json) throws IOException {
        assertThat(Schema.complaints(json)).isEmpty();
        assertThat(Reading.complaints(directory, json)).isEmpty();
    }

    @Test
    void showsTheFileInConf() throws IOException {
        ObjectNode file = (ObjectNode) Schema.parse(Files.readString(Path.of("conf/parley.json")));
        file.remove("$schema");

        assertThat(Schema.parse(Readme.blocks("json").get(0))).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "client", "fetch"})
    void hasTheKeysAndDefaultsOfASection(String section) {
        Map<String, JsonNode> keys = new TreeMap<>(Schema.keys(section));
        keys.keySet().removeIf(key -> key.contains(".")); // those have tables of their own

        assertThat(table(section)).isEqualTo(keys);
        assertThat(table(section).keySet()).isEqualTo(Reading.keys(section, "{\"" + section + "\": {}}"));
    }

    @Test
    void hasTheKeysAndDefaultsOfTheLimits() {
        assertThat(table("limits")).isEqualTo(Schema.keys("limits"));
        assertThat(table("limits").keySet()).isEqualTo(nested("limits", "{}"));
    }

    @Test
    void hasTheKeysAndDefaultsOfTls() {
        Map<String, JsonNode> keys = new TreeMap<>(Schema.keys("serverTls"));
        keys.putAll(Schema.keys("clientTls"));

        assertThat(table("tls")).isEqualTo(keys);
    }

    @Test
    void hasTheKeysOfTheFraming() {
        assertThat(table("framing").keySet()).isEqualTo(nested("framing", "{\"length\": {\"bytes\": 4}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"length.order", "length.counts"})
    void hasTheDefaultsOfTheFraming(String key) {
        String whole = "{'server': {'framing': {%s}}}".replace('\'', '"');
        JsonNode value = table("framing").get(key);
        String least = "\"length\": {\"bytes\": 4}";
        String spelt = least.replace("4}", "4, \"" + key.substring("length.".length()) + "\": " + value + "}");

        assertThat(Reading.read("server", whole.formatted(spelt)))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(Reading.read("server", whole.formatted(least)));
    }

    private static Set<String> nested(String key, String value) {
        return Reading.keys("server", "{\"server\": {\"" + key + "\": " + value + "}}").stream()
                .filter(path -> path.startsWith(key + "."))
                .map(path -> path.substring(key.length() + 1))
                .collect(toCollection(TreeSet::new));
    }

    /** Keys and defaults, as a table tells them; a dash stands for no default. */
    private static Map<String, JsonNode> table(String section) {
        Map<String, JsonNode> table = new TreeMap<>();
        for (List<String> row : Readme.rows("### " + section)) {
            String written = Readme.bare(row.get(1));
            JsonNode value = written.equals("–") ? MissingNode.getInstance() : Schema.parse(written);
            // The default of an object of limits is told by the limits' own table.
            table.put(Readme.bare(row.get(0)), value);
        }
        return table;
    }

    @Test
    void namesTheExitCodesOfTheHelp() {
        Set<String> told = Help.text()
                .lines()
                .dropWhile(line -> !line.equals("Exit codes:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .flatMap(line -> Stream.of(line.strip().split(" {2,}")[0].split(", ")))
                .collect(toSet());

        assertThat(Readme.rows("## Exit codes").stream().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(told);
    }

    @Test
    @Timeout(30)
    void showsTheCountersAsTheyAre() throws Exception {
        Console.redirect(
                new PrintStream(OutputStream.nullOutputStream()), new PrintStream(OutputStream.nullOutputStream()));
        Vertx vertx = Vertx.vertx();
        try {
            JsonObject config = new JsonObject().put("server", new JsonObject().put("port", 0));
            vertx.deployVerticle(new EchoServerVerticle(), new DeploymentOptions().setConfig(config))
                    .await(20, TimeUnit.SECONDS);
            Message<JsonObject> stats = vertx.eventBus()
                    .<JsonObject>request("parley.server.stats", "")
                    .await(20, TimeUnit.SECONDS);

            assertThat(Readme.blocks("json stats"))
                    .singleElement()
                    .satisfies(shown -> assertThat(shape(Schema.parse(shown)))
                            .isEqualTo(shape(Schema.parse(stats.body().encode()))));
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    /** The paths of all leaves. */
    private static Set<String> shape(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        node.fields()
                .forEachRemaining(
                        field -> shape(field.getValue()).forEach(path -> paths.add(field.getKey() + "." + path)));
        node.elements().forEachRemaining(element -> {
            if (node.isArray()) {
                shape(element).forEach(path -> paths.add("[]" + path));
            }
        });
        return node.isValueNode() ? Set.of("") : paths;
    }

    @Test
    void namesFilesThatExist() {
        List<String> paths = Readme.inlineCode().stream()
                .filter(code -> PATH.matcher(code).matches() && !code.startsWith("target/"))
                .filter(code -> !Readme.files("json").containsKey(code) && !code.equals("server-1.json"))
                .toList();

        assertThat(paths)
                .contains("conf/parley.json")
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Embedding", "Oracle", "GreeterTest"})
    void showsProgramsThatAreTested(String name) throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/parley/" + name + ".java"));

        assertThat(Readme.blocks("java")).hasSize(3).contains(source.substring(source.indexOf("import ")));
    }

    @Test
    void showsTheScriptOfItsTest() throws IOException {
        assertThat(Readme.blocks("json"))
                .contains(Files.readString(Path.of("src/test/resources/scripts/greeter.json")));
    }

    @Test
    void hasNoOtherKindsOfBlocks() {
        long all = Readme.text().lines().filter(line -> line.startsWith("```")).count() / 2;

        assertThat(Stream.of("sh", "text", "json", "json stats", "java", "groovy")
                                .mapToLong(info -> Readme.blocks(info).size())
                                .sum()
                        + Readme.files("json").size())
                .isEqualTo(all);
    }
}

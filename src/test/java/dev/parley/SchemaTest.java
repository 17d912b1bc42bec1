package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schema, code and the files in conf/ say the same. */
class SchemaTest {
    private static final Path CONF = Path.of("conf");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(CONF)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileInConfIsAccepted(Path file) throws IOException {
        String json = Files.readString(file);

        assertThat(Schema.complaints(json)).isEmpty();
        assertThat(Reading.complaints(json)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileInConfNamesTheSchema(Path file) throws IOException {
        Path named = file.resolveSibling(
                Schema.parse(Files.readString(file)).path("$schema").asText());

        assertThat(Schema.parse(Files.readString(named))).isEqualTo(Schema.root());
    }

    @Test
    void theBuiltInCopyIsTheFile() throws IOException {
        try (InputStream copy = SchemaTest.class.getResourceAsStream("/parley.json")) {
            assertThat(copy.readAllBytes()).isEqualTo(Files.readAllBytes(CONF.resolve("parley.json")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "client", "fetch"})
    void theSchemaHasTheKeysOfTheCode(String section) {
        String nested = switch (section) {
            case "server" -> "{\"limits\": {}}";
            case "client" -> "{\"limits\": {}, \"tls\": {}}";
            default -> "{\"tls\": {}}";
        };

        assertThat(Schema.keys(section).keySet())
                .isEqualTo(Reading.keys(section, "{\"" + section + "\": " + nested + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "client", "fetch"})
    void theSchemasDefaultsAreThoseOfTheCode(String section) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode given = nodes.objectNode();
        if (section.equals("fetch")) {
            given.put("url", "http://localhost/");
        }
        ObjectNode spelt = given.deepCopy();
        Schema.keys(section).forEach((key, value) -> {
            if (!value.isMissingNode() && !key.startsWith("tls.")) { // there is no TLS by default
                put(spelt, key, value);
            }
        });

        assertThat(Reading.read(section, whole(section, spelt)))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(Reading.read(section, whole(section, given)));
    }

    @Test
    void theSchemaHasTheKeysOfTheCodeForAServersTls() {
        assertThat(Reading.keys("server", "{\"server\": {\"tls\": {}}}"))
                .containsAll(Schema.keys("serverTls").keySet().stream()
                        .map(key -> "tls." + key)
                        .toList())
                .filteredOn(key -> key.startsWith("tls."))
                .hasSameSizeAs(Schema.keys("serverTls").keySet());
    }

    @Test
    void aDefaultThatIsNotTheCodesWouldBeSeen() {
        assertThat(Reading.read("server", "{\"server\": {\"delay\": \"2s\"}}"))
                .usingRecursiveComparison()
                .isNotEqualTo(Reading.read("server", "{\"server\": {}}"));
        assertThat(Reading.read("client", "{\"client\": {\"farewell\": \"bye!\"}}"))
                .usingRecursiveComparison()
                .isNotEqualTo(Reading.read("client", "{\"client\": {}}"));
    }

    private static void put(ObjectNode object, String key, JsonNode value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            object.set(key, value);
        } else {
            put(object.withObjectProperty(key.substring(0, dot)), key.substring(dot + 1), value);
        }
    }

    private static String whole(String section, JsonNode body) {
        return JsonNodeFactory.instance.objectNode().set(section, body).toString();
    }

    @Test
    void everyObjectOfTheSchemaRefusesUnknownKeys() {
        List<String> open = new ArrayList<>();
        findOpen(Schema.root(), "", open);

        // Members to compare a record with are the user's own.
        assertThat(open).containsExactly("/$defs/match/anyOf/2/properties/json");
    }

    private static void findOpen(JsonNode node, String path, List<String> open) {
        JsonNode others = node.path("additionalProperties");
        if ("object".equals(node.path("type").textValue()) && !others.isObject() && others.asBoolean(true)) {
            open.add(path);
        }
        node.fields().forEachRemaining(field -> findOpen(field.getValue(), path + "/" + field.getKey(), open));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            findOpen(node.get(i), path + "/" + i, open);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'server': null}",
                "{'server': []}",
                "{'server': {}, 'sevrer': {}}",
                "{'server': {'prot': 1}}",
                "{'server': {'unmatched': 'close'}}",
                "{'server': {'rules': [], 'delay': 0}}",
                "{'server': {'rules': [{}]}}",
                "{'server': {'rules': [{'say': 'a', 'whn': 1}]}}",
                "{'server': {'rules': [{'say': 'a', 'on': {'prefix': 'a', 'suffix': 'b'}}]}}",
                "{'server': {'rules': [{'say': 'a', 'after': {'from': '1s'}}]}}",
                "{'server': {'rules': [{'then': 'leave'}]}}",
                "{'server': {'rules': [{'say': {'ask': ''}}]}}",
                "{'server': {'rules': [{'say': 'a', 'delivery': {'bytes': 0}}]}}",
                "{'server': {'script': 'nowhere.json', 'reply': 'a'}}",
                "{'server': {'script': [{'server': 'a'}], 'rules': []}}",
                "{'server': {'conversations': 0}}",
                "{'server': {'transcript': ''}}",
                "{'client': {'script': [{'server': 'a'}], 'names': []}}",
                "{'client': {'seed': -1}}",
                "{'script': []}",
                "{'script': 5}",
                "{'script': [{}]}",
                "{'script': [{'server': 'a', 'client': 'b'}]}",
                "{'script': [{'server': 'a', 'afterwards': 1}]}",
                "{'script': [{'server': {'pattern': 'a'}}]}",
                "{'script': [{'server': 'a', 'delivery': {'bytes': 1, 'cut': 1}}]}",
                "{'script': [{'server': 'a', 'delivery': {'cut': 1, 'every': '1s'}}]}",
                "{'script': [{'server': 'a', 'delivery': {'glue': true, 'then': 'close'}}]}",
                "{'script': [{'pause': '1s'}]}",
                "{'script': [{'quiet': 'server', 'for': 0}]}",
                "{'script': [{'close': 'both'}]}",
                "{'script': [{'each': {}, 'do': [{'server': 'a'}]}]}",
                "{'script': [{'each': {'a': ['b']}}]}",
                "{'script': [{'repeat': 0, 'do': [{'server': 'a'}]}]}",
                "{'script': [{'connection': 1, 'do': []}]}",
                "{'vars': {'a b': 'c'}, 'server': {}}",
                "{'vars': {'a': 5}, 'server': {}}",
                "{'framing': 'lines', 'server': {}}",
                "{'client': {'limits': {'patern': 5}}}",
                "{'server': {'host': 1}}",
                "{'server': {'port': 70000}}",
                "{'server': {'port': -1}}",
                "{'server': {'port': '80x'}}",
                "{'server': {'port': 80.5}}",
                "{'server': {'port': null}}",
                "{'server': {'backlog': -5}}",
                "{'server': {'backlog': 0}}",
                "{'server': {'greeting': true}}",
                "{'server': {'greeting': 'Hello, {record}'}}",
                "{'server': {'delay': 'soon'}}",
                "{'server': {'delay': '1 s'}}",
                "{'server': {'delay': 5}}",
                "{'server': {'delay': '-1s'}}",
                "{'server': {'delay': '0'}}",
                "{'server': {'reply': 'Hello, {name}!'}}",
                "{'server': {'reply': {'hex': 'abc'}}}",
                "{'server': {'reply': {'hex': '00', 'base64': 'AA=='}}}",
                "{'server': {'reply': {}}}",
                "{'server': {'farewell': 0}}",
                "{'server': {'farewell': {'base64': 'A'}}}",
                "{'server': {'drain': false}}",
                "{'server': {'linger': '2'}}",
                "{'server': {'log': 'loud'}}",
                "{'server': {'limits': {'record': 0}}}",
                "{'server': {'limits': {'record': '64kB'}}}",
                "{'server': {'limits': {'records': 1}}}",
                "{'server': {'limits': {'connections': 0}}}",
                "{'server': {'limits': {'connections': false}}}",
                "{'server': {'limits': {'perAddress': 0}}}",
                "{'server': {'limits': {'perAddress': true}}}",
                "{'client': {'limits': {'connections': 5}}}",
                "{'client': {'limits': {'perAddress': 5}}}",
                "{'client': {'allow': ['::1']}}",
                "{'server': {'allow': []}}",
                "{'server': {'allow': '10.0.0.1'}}",
                "{'server': {'allow': ['localhost']}}",
                "{'server': {'deny': [5]}}",
                "{'server': {'deny': ['10.0.0.0/33']}}",
                "{'server': {'deny': ['10.0.0']}}",
                "{'server': {'deny': ['::1/129']}}",
                "{'server': {'deny': ['fe80::1%eth0']}}",
                "{'server': {'limits': 5}}",
                "{'server': {'framing': 'lines'}}",
                "{'server': {'framing': {}}}",
                "{'server': {'framing': {'delimiter': ''}}}",
                "{'server': {'framing': {'delimiter': {'hex': ''}}}}",
                "{'server': {'framing': {'delimiter': 10}}}",
                "{'server': {'framing': {'delimiter': ';', 'fixed': 3}}}",
                "{'server': {'framing': {'fixed': 0}}}",
                "{'server': {'framing': {'pad': 0}}}",
                "{'server': {'framing': {'fixed': 4, 'pad': 256}}}",
                "{'server': {'framing': {'fixed': 4, 'pad': true}}}",
                "{'server': {'framing': {'fixed': 4, 'pad': 'ab'}}}",
                "{'server': {'framing': {'fixed': 4, 'pad': {'hex': '0000'}}}}",
                "{'server': {'framing': {'fixed': 4, 'pad': {'base64': 'AAA='}}}}",
                "{'server': {'framing': {'length': {}}}}",
                "{'server': {'framing': {'length': {'bytes': 3}}}}",
                "{'server': {'framing': {'length': {'bytes': 4, 'order': 'middle'}}}}",
                "{'server': {'framing': {'length': {'bytes': 4, 'counts': 'head'}}}}",
                "{'server': {'framing': {'length': 4}}}",
                "{'server': {'framing': {'in': 'line', 'fixed': 3}}}",
                "{'client': {'framing': {'in': {'fixed': 3}}}}",
                "{'server': {'limits': {'record': '65536'}}}",
                "{'server': {'framing': {'in': 'nothing', 'out': 'line'}}}",
                "{'server': {'tls': true}}",
                "{'server': {'tls': {}}}",
                "{'server': {'tls': 'selfsigned'}}",
                "{'server': {'tls': {'certificate': 'no.pem'}}}",
                "{'server': {'tls': {'certificate': 'no.pem', 'key': 'no.key', 'clientAuth': 'maybe'}}}",
                "{'server': {'tls': {'certificate': 'no.pem', 'key': 'no.key', 'clientAuth': 'required'}}}",
                "{'server': {'tls': {'certificate': 'no.pem', 'key': 'no.key', 'trust': 'no.pem'}}}",
                "{'server': {'tls': {'certificate': 'no.pem', 'key': 'no.key', 'sni': [{'key': 'a'}]}}}",
                "{'server': {'tls': {'certificate': 'no.pem', 'key': 'no.key', 'handshakeTimeout': 0}}}",
                "{'server': {'tls': {'certificate': 'no.pem', 'key': 'no.key', 'verifyHost': true}}}",
                "{'client': {'tls': true}}",
                "{'client': {'tls': 'self-signed'}}",
                "{'client': {'tls': {'key': 'no.key'}}}",
                "{'client': {'tls': {'verifyHost': 'no'}}}",
                "{'client': {'tls': {'sni': '::1'}}}",
                "{'client': {'tls': {'sni': ''}}}",
                "{'fetch': {'url': 'http://localhost/', 'tls': {'sni': 'a'}}}",
                "{'fetch': {'url': 'http://localhost/', 'trust': 'a', 'tls': {'trust': 'b'}}}",
                "{'client': {'port': 0}}",
                "{'client': {'names': 'Ada'}}",
                "{'client': {'names': [1]}}",
                "{'client': {'expect': '{record}'}}",
                "{'client': {'greeting': 5}}",
                "{'client': {'farewell': true}}",
                "{'client': {'pause': false}}",
                "{'client': {'patience': 0}}",
                "{'client': {'patience': '0s'}}",
                "{'client': {'connectTimeout': '0ms'}}",
                "{'client': {'retries': -1}}",
                "{'client': {'retries': 1001}}",
                "{'client': {'backoff': 0}}",
                "{'client': {'drain': '1s'}}",
                "{'fetch': {}}",
                "{'fetch': {'url': 5}}",
                "{'fetch': {'url': 'ftp://localhost/'}}",
                "{'fetch': {'url': 'localhost'}}",
                "{'fetch': {'url': 'http://'}}",
                "{'fetch': {'url': 'http://me:secret@localhost/'}}",
                "{'fetch': {'url': 'http://localhost/', 'output': ''}}",
                "{'fetch': {'url': 'http://localhost/', 'output': 'pages/'}}",
                "{'fetch': {'url': 'http://localhost/', 'idleTimeout': 0}}",
                "{'fetch': {'url': 'http://localhost/', 'timeout': 'none'}}",
                "{'fetch': {'url': 'http://localhost/', 'maxRedirects': 101}}",
                "{'fetch': {'url': 'http://localhost/', 'trust': false}}",
                "{'fetch': {'url': 'http://localhost/', 'coding': 'gzip'}}",
                "{'fetch': {'url': 'http://localhost/', 'retries': '2'}}",
                "{'fetch': {'targets': []}}",
                "{'fetch': {'targets': 'http://localhost/'}}",
                "{'fetch': {'targets': [5]}}",
                "{'fetch': {'targets': ['localhost']}}",
                "{'fetch': {'targets': [{'output': 'a'}]}}",
                "{'fetch': {'targets': [{'url': 'http://localhost/', 'retries': 1}]}}",
                "{'fetch': {'targets': [{'url': 'http://localhost/', 'sha1': '0123456789abcdefABCDEF0123456789'}]}}",
                "{'fetch': {'url': 'http://localhost/', 'targets': ['http://localhost/a']}}",
                "{'fetch': {'targets': ['http://localhost/'], 'output': 'a'}}",
                "{'fetch': {'targets': ['http://localhost/'], 'md5': '0123456789abcdefABCDEF0123456789'}}",
                "{'fetch': {'url': 'http://localhost/', 'directory': ''}}",
                "{'fetch': {'url': 'http://localhost/', 'directory': 5}}",
                "{'fetch': {'url': 'http://localhost/', 'sha256': '0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABC'}}",
                "{'fetch': {'url': 'http://localhost/', 'sha256': '0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCg'}}",
                "{'fetch': {'url': 'http://localhost/', 'sha512': '0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD'}}",
                "{'fetch': {'url': 'http://localhost/', 'sha1': 5}}",
                "{'fetch': {'url': 'http://localhost/', 'sha1': '0123456789abcdefABCDEF0123456789'}}",
                "{'fetch': {'url': 'http://localhost/', 'md5': '0123456789abcdefABCDEF0123456789abcdefAB'}}",
                "{'fetch': {'url': 'http://localhost/', 'md5': ''}}",
                "{'fetch': {'url': 'http://localhost/', 'contentDisposition': 'yes'}}",
                "{'fetch': {'url': 'http://localhost/', 'contentDisposition': true, 'conditional': true}}",
                "{'fetch': {'url': 'http://localhost/', 'parallel': 0}}",
                "{'fetch': {'url': 'http://localhost/', 'parallel': 101}}",
                "{'fetch': {'url': 'http://localhost/', 'parallel': '4'}}",
                "{'fetch': {'url': 'http://localhost/', 'minRate': 0}}",
                "{'fetch': {'url': 'http://localhost/', 'minRate': '1kB'}}",
                "{'fetch': {'url': 'http://localhost/', 'minRateWindow': '1s'}}",
                "{'fetch': {'url': 'http://localhost/', 'minRate': 1, 'minRateWindow': 0}}",
                "{'fetch': {'url': 'http://localhost/', 'maxSize': 0}}",
                "{'fetch': {'url': 'http://localhost/', 'maxSize': '2TiB'}}",
                "{'fetch': {'url': 'http://localhost/', 'maxHeader': 0}}",
                "{'fetch': {'url': 'http://localhost/', 'maxHeader': 1073741825}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': true}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': ''}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': 'ftp://proxy.example'}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': 'http://proxy.example/x'}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': {'http': 5}}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': {'ftp': 'p:1'}}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': {'except': 'localhost'}}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': {'except': ['']}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': 'me:secret'}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'user': 'me'}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'password': 'secret'}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'user': 'm:e', 'password': 'secret'}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'user': 'me', 'password': 5}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'token': ''}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'token': 'a b'}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'user': 'me', 'password': 'secret', 'token': 'a'}}}",
                "{'fetch': {'url': 'http://localhost/', 'unknownLength': 'keep'}}",
                "{'fetch': {'url': 'http://localhost/', 'unknownLength': false}}",
                "{'fetch': {'url': 'http://localhost/', 'conditional': 1}}",
                "{'fetch': {'url': 'http://localhost/', 'backoff': 0}}",
                "{'fetch': {'url': 'http://localhost/', 'backoff': '0ms'}}",
            })
    void whatIsWrongIsRefusedByBoth(String quoted) {
        String json = quoted.replace('\'', '"');

        assertThat(Schema.complaints(json)).as("schema").isNotEmpty();
        assertThat(Reading.complaints(json)).as("code").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'server': {}}",
                "{'client': {}}",
                "{'$schema': 'parley.schema.json', 'client': {}}",
                "{'server': {'host': '::1', 'port': 0, 'backlog': 1, 'log': 'quiet'}}",
                "{'server': {'greeting': false, 'delay': false, 'reply': false, 'farewell': false}}",
                "{'server': {'greeting': 'You are {peer}, number {connection}', 'delay': 0}}",
                "{'server': {'reply': '{count}: {record} from {peer} on {connection}'}}",
                "{'server': {'reply': '{ } {1} {{anything} {{{other} {'}}",
                "{'server': {'reply': {'hex': '00fF'}, 'farewell': {'base64': 'AA'}}}",
                "{'server': {'greeting': '', 'farewell': ''}}",
                "{'server': {'drain': 0, 'linger': '0s', 'delay': '250ms'}}",
                "{'server': {'limits': {}}}",
                "{'server': {'limits': {'pattern': '1KiB'}, 'seed': 7, 'rules': [], 'unmatched': 'close'}}",
                "{'server': {'rules': [{'on': ['a', {'not': {'hex': '00', 'at': 3}}], 'silent': true}]}}",
                "{'server': {'rules': [{'on': {'json': {'a': [1]}}, 'after': {'exponential': {'mean': '1s'}}, 'say': ['a', {'hex': '00'}], 'next': 'x', 'then': 'reset'}]}}",
                "{'server': {'limits': {'record': 1}}}",
                "{'vars': {'who': 'us'}, 'framing': 'crlf', 'server': {'reply': '{vars.who}'}, 'client': {'expect': '{vars.who}'}}",
                "{'server': {'rules': [{'say': ['a', {'ask': 'b', 'within': '2s', 'else': [{'hex': '00'}, 'c']}], 'delivery': {'cut': 0, 'then': 'reset'}}]}}",
                "{'server': {'script': [{'server': 'a'}], 'patience': '1s', 'conversations': 3, 'transcript': 'here'}}",
                "{'client': {'script': [{'server': 'a'}], 'limits': {'pattern': 5}, 'transcript': 'here', 'seed': 5}}",
                "{'script': [{'server': ['a', {'hex': '00'}], 'after': {'from': 0, 'to': '1s'}, 'within': '1s', 'optional': true, 'delivery': {'bytes': 1, 'every': 0}}]}",
                "{'script': [{'client': {'pattern': '(?<x>.+)', 'ignoreCase': true, 'say': 'a'}, 'delivery': {'split': [1, 2], 'every': '1s'}}, {'server': '{x}'}]}",
                "{'script': [{'client': 'a', 'delivery': {'glue': true}}, {'pause': 0, 'by': 'client'}, {'quiet': 'server', 'for': '1s'}, {'end': 'client'}, {'reset': 'server'}]}",
                "{'script': [{'each': {'a': ['b'], 'c': ['d']}, 'do': [{'repeat': 2, 'do': [{'connection': 2, 'do': [{'server': '{a}{c}'}]}]}]}, {'close': 'server'}]}",
                "{'server': {'limits': {'record': '1GiB'}}}",
                "{'server': {'limits': {'connections': 5, 'perAddress': 2}}}",
                "{'server': {'limits': {'perAddress': false}}}",
                "{'server': {'allow': ['10.0.0.0/8', '0.0.0.0/0', '127.0.0.1'], 'deny': []}}",
                "{'server': {'deny': ['::1', 'FE80::/10', '::/0', '::ffff:10.0.0.1/128']}}",
                "{'server': {'framing': 'crlf'}}",
                "{'server': {'framing': 'chunk'}}",
                "{'server': {'framing': {'delimiter': ';'}}}",
                "{'server': {'framing': {'delimiter': {'hex': '0d0a'}}}}",
                "{'server': {'framing': {'delimiter': {'base64': 'DQo='}}}}",
                "{'server': {'framing': {'fixed': '1KiB'}}}",
                "{'server': {'framing': {'fixed': 8, 'pad': 0}}}",
                "{'server': {'framing': {'fixed': 8, 'pad': ' '}}}",
                "{'server': {'framing': {'fixed': 8, 'pad': {'hex': '20'}}}}",
                "{'server': {'framing': {'fixed': 8, 'pad': {'base64': 'IA=='}}}}",
                "{'server': {'framing': {'length': {'bytes': 1}}}}",
                "{'server': {'framing': {'length': {'bytes': 8, 'order': 'little', 'counts': 'all'}}}}",
                "{'server': {'framing': {'in': 'line', 'out': {'delimiter': ';'}}}}",
                "{'client': {'greeting': false, 'expect': false, 'farewell': false, 'names': []}}",
                "{'client': {'greeting': 'Welcome, {you}', 'expect': {'hex': ''}}}",
                "{'client': {'pause': '1h', 'patience': '1ms', 'connectTimeout': '2m', 'backoff': '007s'}}",
                "{'client': {'retries': 1000, 'port': 1}}",
                "{'server': {'tls': 'self-signed'}}",
                "{'client': {'tls': {}}}",
                "{'client': {'tls': {'verifyHost': false, 'sni': 'localhost'}}}",
                "{'fetch': {'url': 'http://localhost', 'tls': {'verifyHost': false}}}",
                "{'fetch': {'url': 'http://localhost'}}",
                "{'fetch': {'url': 'HTTPS://[::1]:8443/a?b#c', 'coding': 'keep', 'timeout': '1h'}}",
                "{'fetch': {'url': 'http://localhost/', 'output': 'pages/a.html', 'maxRedirects': 0, 'retries': 100}}",
                "{'fetch': {'targets': ['http://localhost/a', {'url': 'https://localhost/', 'output': 'b', 'sha256': '0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD'}]}}",
                "{'fetch': {'targets': ['http://localhost/a#md5=0123456789abcdefABCDEF0123456789'], 'directory': 'pages', 'contentDisposition': true}}",
                "{'fetch': {'url': 'http://localhost/', 'sha256': '0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD'}}",
                "{'fetch': {'url': 'http://localhost/', 'sha512': '0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefAB'}}",
                "{'fetch': {'url': 'http://localhost/', 'sha1': '0123456789abcdefABCDEF0123456789abcdefAB'}}",
                "{'fetch': {'url': 'http://localhost/', 'md5': '0123456789abcdefABCDEF0123456789'}}",
                "{'fetch': {'url': 'http://localhost/', 'directory': 'pages', 'parallel': 100, 'contentDisposition': true, 'conditional': false}}",
                "{'fetch': {'url': 'http://localhost/', 'minRate': '1KiB', 'minRateWindow': '100ms', 'maxSize': '2GiB', 'maxHeader': 1}}",
                "{'fetch': {'url': 'http://localhost/', 'minRate': 1, 'maxSize': '1048576GiB', 'maxHeader': '1MiB'}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': 'http://me:secret@proxy.example:3128/'}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': false}}",
                "{'fetch': {'url': 'http://localhost/', 'proxy': {'http': false, 'https': 'socks5://[::1]:1080', 'except': ['localhost', '.example', '*']}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'user': 'me', 'password': 'open sesame:'}}}",
                "{'fetch': {'url': 'http://localhost/', 'credentials': {'token': 'a.b=='}}}",
                "{'fetch': {'url': 'http://localhost/', 'unknownLength': 'refuse', 'conditional': true, 'backoff': '1h'}}",
            })
    void whatIsRightIsAcceptedByBoth(String quoted) {
        String json = quoted.replace('\'', '"');

        assertThat(Schema.complaints(json)).as("schema").isEmpty();
        assertThat(Reading.complaints(json)).as("code").isEmpty();
    }
}

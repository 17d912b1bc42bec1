package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.config.Problems;
import dev.parley.wire.Framing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {
    private static final String DURATION = "expected a duration such as \"250ms\", \"1s\", \"5m\" or 0, got ";
    private static final String BYTES = "expected text, {\"hex\": …} or {\"base64\": …}, got ";
    private static final String FRAMING = "expected \"line\", \"crlf\", \"chunk\", {\"delimiter\": …}, {\"fixed\": …},"
            + " {\"length\": …} or {\"in\": …, \"out\": …}, got ";
    private static final String ONE = "expected just one of \"delimiter\", \"fixed\" (with or without \"pad\"),"
            + " \"length\", or \"in\" with \"out\", got an object";
    private static final String PAD =
            "expected a padding byte: a number from 0 to 255, or one byte as text, hex or base64, got ";

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "host": 5                → .host: expected a host name or address, got 5
            "host": null             → .host: expected a host name or address, got null
            "port": 70000            → .port: expected a port from 0 to 65535, got 70000
            "port": -1               → .port: expected a port from 0 to 65535, got -1
            "port": "80x"            → .port: expected a port from 0 to 65535, got "80x"
            "port": "80"             → .port: expected a port from 0 to 65535, got "80"
            "port": null             → .port: expected a port from 0 to 65535, got null
            "backlog": 0             → .backlog: expected a backlog from 1 to 65535, got 0
            "backlog": -5            → .backlog: expected a backlog from 1 to 65535, got -5
            "backlog": null          → .backlog: expected a backlog from 1 to 65535, got null
            "delay": "soon"          → .delay: DURATION"soon"
            "delay": -5              → .delay: DURATION-5
            "delay": "1 s"           → .delay: DURATION"1 s"
            "delay": true            → .delay: DURATIONtrue
            "delay": null            → .delay: DURATIONnull
            "drain": "5m"            → .drain: expected a duration of at most 110s, got "5m"
            "drain": false           → .drain: DURATIONfalse
            "drain": null            → .drain: DURATIONnull
            "linger": "long"         → .linger: DURATION"long"
            "linger": null           → .linger: DURATIONnull
            "log": "loud"            → .log: expected "connections", "records" or "quiet", got "loud"
            "log": ""                → .log: expected "connections", "records" or "quiet", got ""
            "log": 5                 → .log: expected "connections", "records" or "quiet", got 5
            "log": null              → .log: expected "connections", "records" or "quiet", got null
            "greeting": true         → .greeting: BYTEStrue
            "greeting": 5            → .greeting: BYTES5
            "greeting": null         → .greeting: BYTESnull
            "greeting": "{record}"   → .greeting: expected a placeholder of {peer}, {connection}, got {record}, the nearest known one is {peer}
            "reply": 5               → .reply: BYTES5
            "reply": null            → .reply: BYTESnull
            "reply": "{recrd}"       → .reply: expected a placeholder of {record}, {peer}, {connection}, {count}, got {recrd}, the nearest known one is {record}
            "farewell": true         → .farewell: BYTEStrue
            "farewell": null         → .farewell: BYTESnull
            "farewell": {"hex": "x"} → .farewell.hex: expected hex digits in pairs, got "x"
            "limits": 5              → .limits: expected an object of limits, got 5
            "limits": null           → .limits: expected an object of limits, got null
            "limits": {"record": 0}  → .limits.record: expected a size from 1 to 1GiB, such as 1024 or "64KiB", got 0
            "limits": {"record": "lots"} → .limits.record: expected a size from 1 to 1GiB, such as 1024 or "64KiB", got "lots"
            "limits": {"record": null} → .limits.record: expected a size from 1 to 1GiB, such as 1024 or "64KiB", got null
            "limits": {"connections": 0} → .limits.connections: expected a number of connections of at least 1, got 0
            "limits": {"connections": false} → .limits.connections: expected a number of connections of at least 1, got false
            "limits": {"connections": "many"} → .limits.connections: expected a number of connections of at least 1, got "many"
            "limits": {"connections": 2147483648} → .limits.connections: expected a number of connections of at least 1, got 2147483648
            "limits": {"connections": null} → .limits.connections: expected a number of connections of at least 1, got null
            "limits": {"perAddress": 0} → .limits.perAddress: expected a number of connections of at least 1, or false, got 0
            "limits": {"perAddress": true} → .limits.perAddress: expected a number of connections of at least 1, or false, got true
            "limits": {"perAddress": "5"} → .limits.perAddress: expected a number of connections of at least 1, or false, got "5"
            "limits": {"perAddress": null} → .limits.perAddress: expected a number of connections of at least 1, or false, got null
            "limits": {"perAddres": 1} → .limits.perAddres: unknown key, the nearest known one is "perAddress"
            "limits": {"recrd": 1}   → .limits.recrd: unknown key, the nearest known one is "record"
            "limits": {"pending": 0} → .limits.pending: expected a number of records from 1 to 1000000, got 0
            "limits": {"buffer": 0}  → .limits.buffer: expected a size from 1 to 256KiB, such as 1024 or "64KiB", got 0
            "limits": {"buffer": "1MiB"}  → .limits.buffer: expected a size from 1 to 256KiB, such as 1024 or "64KiB", got "1MiB"
            "limits": {"idle": 0}    → .limits.idle: expected a duration of at least 1ms, got 0
            "limits": {"idle": "soon"} → .limits.idle: expected a duration such as "250ms", "1s", "5m", got "soon"
            "limits": {"write": 0}   → .limits.write: expected a duration of at least 1ms, got 0
            "script": [{"close": "server"}], "limits": {"idle": "1s"} → .limits.idle: expected a "patience" instead, where there is a script
            "prot": 1                → .prot: unknown key, the nearest known one is "port"
            """)
    void refuses(String json, String message) {
        refusesIn("{" + json + "}", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            null                     → : FRAMINGnull
            5                        → : FRAMING5
            []                       → : FRAMINGan array
            "lines"                  → : FRAMING"lines"
            ""                       → : FRAMING""
            {}                       → : ONE
            {"delimiter": ";", "fixed": 4} → : ONE
            {"pad": " "}             → : ONE
            {"delimiter": ";", "pad": " "} → : ONE
            {"in": "line"}           → : ONE
            {"out": "line"}          → : ONE
            {"in": "lin", "out": "crlf"} → .in: FRAMING"lin"
            {"in": "line", "out": null} → .out: FRAMINGnull
            {"delimitr": ";", "fixed": 1} → .delimitr: unknown key, the nearest known one is "delimiter"
            {"delimiter": ""}        → .delimiter: expected a delimiter of one byte or more, got none
            {"delimiter": {"hex": ""}} → .delimiter: expected a delimiter of one byte or more, got none
            {"delimiter": 5}         → .delimiter: BYTES5
            {"delimiter": null}      → .delimiter: BYTESnull
            {"delimiter": {"hex": "0"}} → .delimiter.hex: expected hex digits in pairs, got "0"
            {"fixed": 0}             → .fixed: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got 0
            {"fixed": "65KiB"}       → .fixed: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got "65KiB"
            {"fixed": null}          → .fixed: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got null
            {"fixed": 4, "pad": 256} → .pad: PAD256
            {"fixed": 4, "pad": "ab"} → .pad: PAD"ab"
            {"fixed": 4, "pad": ""}  → .pad: PAD""
            {"fixed": 4, "pad": "č"} → .pad: PAD"č"
            {"fixed": 4, "pad": true} → .pad: BYTEStrue
            {"fixed": 4, "pad": null} → .pad: BYTESnull
            {"fixed": 4, "pad": {"hex": "z"}} → .pad.hex: expected hex digits in pairs, got "z"
            {"length": 4}            → .length: expected {"bytes": 1, 2, 4 or 8, "order": …, "counts": …}, got 4
            {"length": null}         → .length: expected {"bytes": 1, 2, 4 or 8, "order": …, "counts": …}, got null
            {"length": {}}           → .length.bytes: expected a length of 1, 2, 4 or 8 bytes, got nothing
            {"length": {"bytes": 3}} → .length.bytes: expected a length of 1, 2, 4 or 8 bytes, got 3
            {"length": {"bytes": 0}} → .length.bytes: expected a length of 1, 2, 4 or 8 bytes, got 0
            {"length": {"bytes": 16}} → .length.bytes: expected a length of 1, 2, 4 or 8 bytes, got 16
            {"length": {"bytes": "4"}} → .length.bytes: expected a length of 1, 2, 4 or 8 bytes, got "4"
            {"length": {"bytes": 4, "order": "middle"}} → .length.order: expected "big" or "little", got "middle"
            {"length": {"bytes": 4, "order": 5}} → .length.order: expected "big" or "little", got 5
            {"length": {"bytes": 4, "order": null}} → .length.order: expected "big" or "little", got null
            {"length": {"bytes": 4, "counts": "some"}} → .length.counts: expected "body" or "all", got "some"
            {"length": {"bytes": 4, "counts": null}} → .length.counts: expected "body" or "all", got null
            {"length": {"bytes": 4, "ordr": "big"}} → .length.ordr: unknown key, the nearest known one is "order"
            """)
    void refusesAFraming(String json, String message) {
        refusesIn("{\"framing\": " + json + "}", ".framing" + message);
    }

    private static void refusesIn(String json, String message) {
        String whole = "server"
                + message.replace("DURATION", DURATION)
                        .replace("BYTES", BYTES)
                        .replace("FRAMING", FRAMING)
                        .replace("PAD", PAD)
                        .replace("ONE", ONE);
        assertThat(Problems.of("server", json, ServerConfig::read)).containsExactly(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"port\": 0",
                "\"port\": 65535",
                "\"delay\": 0",
                "\"delay\": false",
                "\"delay\": \"250ms\"",
                "\"greeting\": false, \"reply\": false, \"farewell\": false",
                "\"greeting\": \"{peer} {connection}\", \"reply\": \"{record} {peer} {connection} {count}\"",
                "\"greeting\": {\"hex\": \"00ff\"}, \"farewell\": {\"base64\": \"AA==\"}",
                "\"drain\": \"110s\", \"linger\": 0, \"log\": \"records\"",
                "\"limits\": {\"record\": \"1GiB\"}",
                "\"limits\": {\"record\": 1073741824}",
                "\"limits\": {\"connections\": 1, \"perAddress\": 2147483647}",
                "\"limits\": {\"perAddress\": false}",
                "\"allow\": [\"::1\", \"10.0.0.0/8\"], \"deny\": []",
                "\"limits\": {\"record\": \"1MiB\"}, \"framing\": {\"fixed\": \"1MiB\"}",
                "\"framing\": {\"in\": {\"in\": \"line\", \"out\": \"crlf\"}, \"out\": {\"fixed\": 4, \"pad\": 0}}",
            })
    void accepts(String json) {
        assertThat(Problems.of("server", "{" + json + "}", ServerConfig::read)).isEmpty();
    }

    @Test
    void theDefaultsAreTheTutorials() {
        ServerConfig config =
                Document.parse("{\"server\": {}}", "c", Overlays.none()).section("server", ServerConfig::read);
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(9999);
        assertThat(config.framing()).isSameAs(Framing.LINE);
        assertThat(config.limits().each().record()).isEqualTo(64 * 1024);
        assertThat(List.of(config.drain(), config.linger())).asString().isEqualTo("[PT10S, PT2S]");
        assertThat(config.log()).isEqualTo(ServerLog.CONNECTIONS);
    }

    @Test
    void tellsAllProblemsInOneRun() {
        String json = "{\"port\": 70000, \"delay\": \"soon\", \"framing\": \"lines\", \"reply\": \"{x}\", \"prot\": 1}";
        assertThat(Problems.of("server", json, ServerConfig::read)).hasSize(5);
    }
}

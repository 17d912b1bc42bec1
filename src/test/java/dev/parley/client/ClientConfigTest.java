package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.config.Problems;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConfigTest {
    private static final String DURATION = "expected a duration such as \"250ms\", \"1s\", \"5m\", got ";
    private static final String BYTES = "expected text, {\"hex\": …} or {\"base64\": …}, got ";

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "host": false             → .host: expected a host name or address, got false
            "host": null              → .host: expected a host name or address, got null
            "port": 0                 → .port: expected a port from 1 to 65535, got 0
            "port": 70000             → .port: expected a port from 1 to 65535, got 70000
            "port": "80x"             → .port: expected a port from 1 to 65535, got "80x"
            "port": null              → .port: expected a port from 1 to 65535, got null
            "framing": "lines"        → .framing: expected "line", "crlf", "chunk", {"delimiter": …}, {"fixed": …}, {"length": …} or {"in": …, "out": …}, got "lines"
            "limits": {"idle": "1m"}  → .limits.idle: unknown key, the nearest known one is "write"
            "limits": {"record": -1}  → .limits.record: expected a size from 1 to 1GiB, such as 1024 or "64KiB", got -1
            "greeting": true          → .greeting: BYTEStrue
            "greeting": 5             → .greeting: BYTES5
            "greeting": null          → .greeting: BYTESnull
            "farewell": true          → .farewell: BYTEStrue
            "farewell": null          → .farewell: BYTESnull
            "expect": true            → .expect: BYTEStrue
            "expect": null            → .expect: BYTESnull
            "expect": "{nam}"         → .expect: expected a placeholder of {name}, got {nam}, the nearest known one is {name}
            "expect": "{record}"      → .expect: expected a placeholder of {name}, got {record}, the nearest known one is {name}
            "names": "Michael"        → .names: expected a list of names, got "Michael"
            "names": {}               → .names: expected a list of names, got an object
            "names": null             → .names: expected a list of names, got null
            "names": ["A", 5]         → .names[1]: expected a name as text, got 5
            "names": [null]           → .names[0]: expected a name as text, got null
            "pause": "soon"           → .pause: expected a duration such as "250ms", "1s", "5m" or 0, got "soon"
            "pause": null             → .pause: expected a duration such as "250ms", "1s", "5m" or 0, got null
            "patience": "1 s"         → .patience: DURATION"1 s"
            "patience": 0             → .patience: expected a duration of at least 1ms, got 0
            "patience": null          → .patience: DURATIONnull
            "connectTimeout": -5      → .connectTimeout: DURATION-5
            "connectTimeout": 0       → .connectTimeout: expected a duration of at least 1ms, got 0
            "connectTimeout": null    → .connectTimeout: DURATIONnull
            "retries": -1             → .retries: expected a number of retries from 0 to 1000, got -1
            "retries": null           → .retries: expected a number of retries from 0 to 1000, got null
            "backoff": "0s"           → .backoff: expected a duration of at least 1ms, got "0s"
            "backoff": null           → .backoff: DURATIONnull
            "name": ["A"]             → .name: unknown key, the nearest known one is "names"
            "conectTimeout": "1s"     → .conectTimeout: unknown key, the nearest known one is "connectTimeout"
            """)
    void refuses(String json, String message) {
        assertThat(Problems.of("client", "{" + json + "}", ClientConfig::read))
                .containsExactly(
                        "client" + message.replace("DURATION", DURATION).replace("BYTES", BYTES));
    }
}

package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.ConfigException;
import dev.parley.config.Document;
import dev.parley.wire.ClientTls;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchConfigTest {

    private static FetchConfig read(String section) {
        return Document.of(new JsonObject("{\"fetch\": " + section + "}")).section("fetch", FetchConfig::read);
    }

    @Test
    void hasDefaultsForAllButTheUrl() throws Exception {
        FetchConfig config = read("{\"url\": \"http://a/x.html\"}");

        assertThat(config)
                .isEqualTo(new FetchConfig(
                        Url.parse("http://a/x.html"),
                        "x.html",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        java.util.Optional.empty(),
                        10,
                        ClientTls.SYSTEM,
                        true,
                        0));
    }

    @Test
    void readsEveryKey() {
        FetchConfig config = read("""
                {"url": "http://a/", "output": "dir/y", "connectTimeout": "1s", "idleTimeout": "2s", "timeout": "3s",
                 "maxRedirects": 0, "coding": "keep", "retries": 4}""");

        assertThat(config.output()).isEqualTo("dir/y");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.timeout()).contains(Duration.ofSeconds(3));
        assertThat(config.maxRedirects()).isZero();
        assertThat(config.decode()).isFalse();
        assertThat(config.retries()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {}                              | fetch.url: expected an http or https URL, got nothing
                    {"url": 1}                      | fetch.url: expected an http or https URL, got 1
                    {"url": "ftp://a/"}             | fetch.url: expected an http or https URL, got "ftp://a/"
                    {"url": "http://a b/"}          | fetch.url: expected an http or https URL, got "http://a b/"
                    {"url": "http://a:99999/"}      | fetch.url: expected an http or https URL with a port from 1 to 65535, got "http://a:99999/"
                    {"url": "http://u:secret@a/"}   | fetch.url: expected a URL without user name and password, got "http://…@a/"
                    {"url": "http://u:se cret@a/"}  | fetch.url: expected an http or https URL, got "http://…@a/"
                    {"url": "http://u:se%zzcret@a/"} | fetch.url: expected an http or https URL, got "http://…@a/"
                    {"url": "http://u:se@cret@a/"}  | fetch.url: expected a URL without user name and password, got "http://…@a/"
                    {"url": "http://u:se/cret@a/"}  | fetch.url: expected an http or https URL, got "http://…@a/"
                    {"url": "http://u:se#cret@a/"}  | fetch.url: expected an http or https URL, got "http://…@a/"
                    {"url": "http:/u:secret@a/"}    | fetch.url: expected an http or https URL, got "http:/…@a/"
                    {"url": "u:secret@a"}           | fetch.url: expected an http or https URL, got "…@a"
                    {"url": "ftp://a/x@y"}          | fetch.url: expected an http or https URL, got "ftp://a/x@y"
                    {"url": "http://a:99999/x@y"}   | fetch.url: expected an http or https URL with a port from 1 to 65535, got "http://a:99999/x@y"
                    {"url": "http://a/", "output": ""}           | fetch.output: expected a file's path, got ""
                    {"url": "http://a/", "output": "x/"}         | fetch.output: expected a file's path, got "x/"
                    {"url": "http://a/", "output": 1}            | fetch.output: expected a file's path, got 1
                    {"url": "http://a/", "timeout": 0}           | fetch.timeout: expected a duration of at least 1ms, got 0
                    {"url": "http://a/", "idleTimeout": "soon"}  | fetch.idleTimeout: expected a duration such as "250ms", "1s", "5m", got "soon"
                    {"url": "http://a/", "connectTimeout": "-1s"} | fetch.connectTimeout: expected a duration such as "250ms", "1s", "5m", got "-1s"
                    {"url": "http://a/", "maxRedirects": 101}    | fetch.maxRedirects: expected a number of redirects from 0 to 100, got 101
                    {"url": "http://a/", "retries": -1}          | fetch.retries: expected a number of retries from 0 to 100, got -1
                    {"url": "http://a/", "coding": "zip"}        | fetch.coding: expected "decode" or "keep", got "zip"
                    {"url": "http://a/", "trust": 1}             | fetch.trust: expected a file's path, got 1
                    {"url": "http://a/", "trust": "/no/ca.pem"}  | fetch.trust: expected a PEM file of certificates, got nothing at /no/ca.pem
                    {"url": "http://a/", "retry": 1}             | fetch.retry: unknown key, the nearest known one is "retries"
                    """)
    void refusesWithPlaceWishAndFact(String section, String line) {
        assertThatThrownBy(() -> read(section))
                .isInstanceOf(ConfigException.class)
                .hasMessage(line);
    }

    @Test
    void refusesToTrustWhatIsNoCertificate(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("ca.pem"), "trust me\n");

        assertThatThrownBy(() -> read("{\"url\": \"http://a/\", \"trust\": \"" + file + "\"}"))
                .hasMessageStartingWith("fetch.trust: expected a PEM file of certificates, got " + file);
    }
}

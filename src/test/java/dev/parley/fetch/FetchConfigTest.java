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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
                        List.of(new Target(
                                Url.parse("http://a/x.html"), "x.html", Target.Naming.URL, Optional.empty())),
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Optional.empty(),
                        Optional.empty(),
                        10,
                        64 * 1024,
                        OptionalLong.empty(),
                        ClientTls.SYSTEM,
                        Proxies.NONE,
                        Optional.empty(),
                        true,
                        true,
                        false,
                        0,
                        Duration.ofMillis(200)));
    }

    @Test
    void readsEveryKey() {
        FetchConfig config = read("""
                {"url": "http://a/", "output": "dir/y", "connectTimeout": "1s", "idleTimeout": "2s", "timeout": "3s",
                 "maxRedirects": 0, "coding": "keep", "retries": 4, "backoff": "5s", "parallel": 6, "maxSize": "7GiB",
                 "maxHeader": "8KiB", "minRate": 9, "minRateWindow": "10s", "unknownLength": "refuse",
                 "conditional": true, "proxy": "p:11", "credentials": {"token": "12"}}""");

        assertThat(config.targets().get(0).output()).isEqualTo("dir/y");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.timeout()).contains(Duration.ofSeconds(3));
        assertThat(config.maxRedirects()).isZero();
        assertThat(config.decode()).isFalse();
        assertThat(config.retries()).isEqualTo(4);
        assertThat(config.backoff()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.parallel()).isEqualTo(6);
        assertThat(config.maxSize()).hasValue(7L << 30);
        assertThat(config.maxHeader()).isEqualTo(8 << 10);
        assertThat(config.pace()).contains(new Pace(9, Duration.ofSeconds(10)));
        assertThat(config.lengthOptional()).isFalse();
        assertThat(config.conditional()).isTrue();
        assertThat(config.proxies().http()).map(Proxies.Proxy::port).contains(11);
        assertThat(config.credentials()).contains(new Credentials("Bearer 12"));
    }

    @Test
    void readsTargetsWithTheirFiles() {
        FetchConfig config = read("""
                {"targets": ["http://a/x.html", {"url": "http://a/", "output": "y", "md5": "900150983CD24FB0D6963F7D28E17F72"},
                             {"url": "http://a/z#sha1=a9993e364706816aba3e25717850c26c9cd0d89d"}],
                 "directory": "dir", "contentDisposition": true}""");

        assertThat(config.targets()).extracting(Target::output).containsExactly("dir/x.html", "y", "dir/z");
        assertThat(config.targets())
                .extracting(Target::naming)
                .containsExactly(Target.Naming.SERVER, Target.Naming.PERSON, Target.Naming.SERVER);
        assertThat(config.targets())
                .extracting(target -> target.sum().map(Checksum::toString).orElse("none"))
                .containsExactly(
                        "none",
                        "md5 900150983cd24fb0d6963f7d28e17f72",
                        "sha1 a9993e364706816aba3e25717850c26c9cd0d89d");
    }

    @Test
    void makesABasicHeaderOfUserAndPassword() {
        FetchConfig config = read(
                "{\"url\": \"http://a/\", \"credentials\": {\"user\": \"Aladdin\", \"password\": \"open sesame\"}}");

        assertThat(config.credentials()).map(Credentials::header).contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(config.toString()).doesNotContain("QWxh");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {}                              | fetch.url: expected an http or https URL, got nothing
                    {"url": 1}                      | fetch.url: expected an http or https URL, got 1
                    {"url": "ftp://a/"}             | fetch.url: expected an http or https URL, got "ftp://a/"
                    {"url": "http://a b/"}          | fetch.url: expected an http or https URL with all but plain ASCII escaped, a blank as %20, got "http://a b/"
                    {"url": "http://a:99999/"}      | fetch.url: expected an http or https URL with a port from 1 to 65535, got "http://a:99999/"
                    {"targets": ["http://a/x", "http://b/y"], "credentials": {"token": "t"}} | fetch.credentials: expected targets of one origin, got http://a and http://b
                    {"url": "http://a/x#sha25=12"} | fetch.url: expected a URL with #sha256=, #sha512=, #sha1= or #md5= and hex digits, got "http://a/x#sha25=12"
                    {"url": "http://a/x#SHA-256:12"} | fetch.url: expected a URL with #sha256=, #sha512=, #sha1= or #md5= and hex digits, got "http://a/x#SHA-256:12"
                    {"url": "http://a/x", "output": "http://a/y"} | fetch.output: expected a file's path, got a URL; several of them are "targets"
                    {"url": "http://u:secret@a/"}   | fetch.url: expected a URL without user name and password, got "http://…@a/"
                    {"url": "http://u:se cret@a/"}  | fetch.url: expected an http or https URL with all but plain ASCII escaped, a blank as %20, got "http://…@a/"
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
                    {"url": "http://a/", "unknownLength": 1}     | fetch.unknownLength: expected "accept" or "refuse", got 1
                    {"url": "http://a/", "conditional": "yes"}   | fetch.conditional: expected true or false, got "yes"
                    {"url": "http://a/", "parallel": 0}          | fetch.parallel: expected a number of downloads at a time from 1 to 100, got 0
                    {"url": "http://a/", "maxSize": 0}           | fetch.maxSize: expected a size from 1 to 1048576GiB, such as 1024 or "64KiB", got 0
                    {"url": "http://a/", "maxHeader": "2GiB"}    | fetch.maxHeader: expected a size from 1 to 1GiB, such as 1024 or "64KiB", got "2GiB"
                    {"url": "http://a/", "minRateWindow": "1s"}  | fetch.minRateWindow: expected "minRate" as well
                    {"url": "http://a/", "sha256": "12"}         | fetch.sha256: expected 64 hex digits, got "12"
                    {"url": "http://a/", "sha1": 5}              | fetch.sha1: expected 40 hex digits, got 5
                    {"url": "http://a/", "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d", "md5": "900150983cd24fb0d6963f7d28e17f72"} | fetch.md5: expected one sum, got sha1 as well
                    {"url": "http://a/#md5=12"}                  | fetch.url: expected a URL with 32 hex digits after #md5=, got "http://a/#md5=12"
                    {"url": "http://a/", "proxy": true}          | fetch.proxy: expected a proxy such as "http://proxy.example:3128" or "socks5://127.0.0.1:1080", an object, or false, got true
                    {"url": "http://a/", "proxy": "ftp://u:secret@p"} | fetch.proxy: expected a proxy such as "http://proxy.example:3128" or "socks5://127.0.0.1:1080", got something else
                    {"url": "http://a/", "proxy": {"http": "p:70000"}} | fetch.proxy.http: expected a proxy such as "http://proxy.example:3128" or "socks5://127.0.0.1:1080", got something else
                    {"url": "http://a/", "proxy": {"except": [5]}} | fetch.proxy.except[0]: expected a host name, got 5
                    {"url": "http://a/", "credentials": "me:secret"} | fetch.credentials: expected an object such as {"user": …, "password": …} or {"token": …}, got something else
                    {"url": "http://a/", "credentials": {"user": "me"}} | fetch.credentials: expected "user" and "password", or "token"
                    {"url": "http://a/", "credentials": {"token": "se cret"}} | fetch.credentials.token: expected text without blanks, got something else
                    {"url": "http://a/", "credentials": {"user": "m:e", "password": "secret"}} | fetch.credentials.user: expected text without a colon, got something else
                    {"url": "http://a/", "credentials": {"user": "me", "password": 12345}} | fetch.credentials.password: expected text, got something else
                    {"targets": []}                              | fetch.targets: expected a list of URLs, got an array
                    {"targets": "http://a/"}                     | fetch.targets: expected a list of URLs, got "http://a/"
                    {"targets": [5]}                             | fetch.targets[0]: expected a URL, or an object such as {"url": …, "output": …}, got 5
                    {"targets": ["ftp://a/"]}                    | fetch.targets[0]: expected an http or https URL, got "ftp://a/"
                    {"targets": [{"output": "x"}]}               | fetch.targets[0].url: expected an http or https URL, got nothing
                    {"targets": [{"url": "http://a/", "outptu": "x"}]} | fetch.targets[0].outptu: unknown key, the nearest known one is "output"
                    {"targets": ["http://a/x", "http://b/x"]}    | fetch.targets[1]: expected another file than fetch.targets[0] writes to, got x
                    {"targets": ["http://a/x", {"url": "http://b/", "output": "./x.part"}]} | fetch.targets[1]: expected another file than fetch.targets[0] writes to, got ./x.part
                    {"targets": ["http://a/x"], "output": "y"}   | fetch.output: expected nothing beside "targets", got a value
                    {"url": "http://a/", "directory": 5}         | fetch.directory: expected a directory's path, got 5
                    {"url": "http://a/", "contentDisposition": true, "conditional": true} | fetch.contentDisposition: expected contentDisposition or conditional, got both
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

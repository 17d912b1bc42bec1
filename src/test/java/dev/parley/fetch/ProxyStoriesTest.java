package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Authority;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through somebody who goes between, for hosts that only he can look up. */
class ProxyStoriesTest extends FetchStories {

    @Test
    void asksAnHttpProxyForAUrl() throws Exception {
        server.on("/page", ok("hello"));
        try (LoggingProxy proxy = LoggingProxy.http()) {
            String url = server.url("inside.example", "/page");

            FetchOutcome outcome = fetch(config(url).put("proxy", "http://me:s3cret@127.0.0.1:" + proxy.port()));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(proxy.log()).hasSize(1);
            assertThat(proxy.log().get(0))
                    .startsWith("GET " + url + " HTTP/1.1")
                    .contains("Host: inside.example:" + server.port(), "Proxy-Authorization: Basic bWU6czNjcmV0");
            assertThat(told.product() + told.log()).doesNotContain("s3cret");
            assertSaved("hello");
        }
    }

    @Test
    void goesThroughAnHttpProxyToAnHttpsServer(@TempDir Path secrets) throws Exception {
        Authority authority = new Authority(secrets);
        try (LoggingProxy proxy = LoggingProxy.http();
                MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(
                        authority.issue("inside", "dns:inside.example").context(), "127.0.0.1")) {
            tls.on("/page", ok("hello"));

            FetchOutcome outcome = fetch(config(tls.url("inside.example", "/page"))
                    .put("tls", authority.trusted())
                    .put("credentials", new JsonObject().put("token", "s3cret"))
                    .put("proxy", new JsonObject().put("https", "127.0.0.1:" + proxy.port())));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(proxy.log()).hasSize(1);
            assertThat(proxy.log().get(0))
                    .startsWith("CONNECT inside.example:" + tls.port() + " HTTP/1.1")
                    .doesNotContain("s3cret");
            assertThat(tls.requests().get(0)).contains("Authorization: Bearer s3cret");
        }
    }

    @Test
    void goesThroughASocksProxy() throws Exception {
        server.on("/page", ok("hello"));
        try (LoggingProxy proxy = LoggingProxy.socks5()) {
            FetchOutcome outcome = fetch(
                    config(server.url("inside.example", "/page")).put("proxy", "socks5://127.0.0.1:" + proxy.port()));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(proxy.log()).containsExactly("CONNECT inside.example:" + server.port());
            assertThat(server.requests().get(0)).startsWith("GET /page HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "*"})
    void asksSomeHostsDirectlyOrAll(String except) throws Exception {
        server.on("/page", ok("hello"));
        try (LoggingProxy proxy = LoggingProxy.http()) {
            FetchOutcome outcome = fetch(config(server.url("/page"))
                    .put(
                            "proxy",
                            new JsonObject()
                                    .put("http", "127.0.0.1:" + proxy.port())
                                    .put("except", new JsonArray().add(except))));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(proxy.log()).isEmpty();
        }
    }

    @Test
    void saysWhenTheProxyCannotBeReached() throws Exception {
        LoggingProxy gone = LoggingProxy.http();
        gone.close();

        assertThat(fetch(config("http://inside.example/").put("proxy", "127.0.0.1:" + gone.port()))
                        .summary())
                .isEqualTo("fetch: cannot connect to inside.example:80 through http://127.0.0.1:" + gone.port()
                        + ": Connection refused");
    }

    @Test
    void saysWhenTheProxyRefuses() throws Exception {
        try (MisbehavingHttpServer proxy = MisbehavingHttpServer.start()) {
            proxy.on("inside.example:443", head("HTTP/1.1 407 Proxy Authentication Required\nContent-Length: 0"));

            assertThat(fetch(config("https://inside.example/").put("proxy", "127.0.0.1:" + proxy.port()))
                            .summary())
                    .isEqualTo("fetch: cannot connect to inside.example:443 through http://127.0.0.1:" + proxy.port()
                            + ": it says 407 Proxy Authentication Required");
        }
    }
}

package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.Document;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

    private static Proxies read(Object proxy) {
        JsonObject fetch = new JsonObject().put("url", "http://a/").put("proxy", proxy);
        return Document.of(new JsonObject().put("fetch", fetch))
                .section("fetch", FetchConfig::read)
                .proxies();
    }

    private static Optional<String> of(Proxies proxies, String url) throws Exception {
        return proxies.of(Url.parse(url)).map(Proxies.Proxy::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128,     http://proxy.example:3128",
        "proxy.example:3128,            http://proxy.example:3128",
        "http://proxy.example/,         http://proxy.example:1080",
        "HTTP://[::1]:80,               http://[::1]:80",
        "socks5://127.0.0.1:9050,       socks5://127.0.0.1:9050",
        "socks5h://u:p@127.0.0.1,       socks5://127.0.0.1:1080",
    })
    void isReadAsCurlReadsIt(String written, String shown) throws Exception {
        assertThat(of(read(written), "http://a/")).contains(shown);
        assertThat(of(read(written), "https://a/")).contains(shown);
    }

    @Test
    void hasNameAndPasswordForVertxAndForNobodyElse() throws Exception {
        Proxies.Proxy proxy =
                read("http://me:s%40y%3A@p:1").of(Url.parse("http://a/")).orElseThrow();

        ProxyOptions options = proxy.options();
        assertThat(options.getType()).isEqualTo(ProxyType.HTTP);
        assertThat(options.getUsername()).isEqualTo("me");
        assertThat(options.getPassword()).isEqualTo("s@y:");
        assertThat(proxy.toString()).isEqualTo("http://p:1");
    }

    @Test
    void tellsSchemesApart() throws Exception {
        Proxies proxies = read(new JsonObject("""
                {"http": false, "https": "p:1"}"""));

        assertThat(of(proxies, "http://a/")).isEmpty();
        assertThat(of(proxies, "https://a/")).contains("http://p:1");
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, true",
        "A.Example, true",
        "b.a.example, true",
        "ba.example, false",
        "c.example, true",
        "d.c.example, true",
        "127.0.0.1, true",
        "127.0.0.2, false",
    })
    void asksSomeHostsDirectly(String host, boolean direct) throws Exception {
        Proxies proxies = read(new JsonObject("""
                {"http": "p:1", "except": ["a.example", ".c.example", "127.0.0.1"]}"""));

        assertThat(of(proxies, "http://" + host + "/").isEmpty()).isEqualTo(direct);
    }

    @Test
    void comesFromTheUsualVariables() {
        assertThat(Proxies.ofEnvironment(Map.of())).isEmpty();
        assertThat(Proxies.ofEnvironment(Map.of("HTTP_PROXY", "p:1"))).isEmpty();
        assertThat(Proxies.ofEnvironment(
                        Map.of("http_proxy", "p:1", "HTTPS_PROXY", "p:2", "all_proxy", "p:3", "no_proxy", "a, b,")))
                .contains(new JsonObject("""
                        {"http": "p:1", "https": "p:2", "except": ["a", "b"]}"""));
        assertThat(Proxies.ofEnvironment(Map.of("ALL_PROXY", "socks5://p", "NO_PROXY", "*")))
                .contains(new JsonObject("""
                        {"http": "socks5://p", "https": "socks5://p", "except": ["*"]}"""));
    }

    @Test
    void namesTheVariableThatMakesNoSense() {
        assertThatThrownBy(() -> Proxies.ofEnvironment(Map.of("https_proxy", "ftp://me:secret@p")))
                .hasMessage("https_proxy: expected a proxy such as \"http://proxy.example:3128\" or"
                        + " \"socks5://127.0.0.1:1080\", got something else");
    }
}

package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.Document;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DialTest extends FetchStories {

    private Future<HttpClientRequest> connect(String... addresses) throws Exception {
        JsonObject config = new JsonObject().put("fetch", config(server.url("two.example", "/page")));
        FetchConfig read = Document.of(config).section("fetch", FetchConfig::read);
        List<InetAddress> parsed = new ArrayList<>();
        for (String address : addresses) {
            parsed.add(InetAddress.getByName(address));
        }
        Url url = read.targets().get(0).url();
        return new Dial(vertx, HttpClients.of(vertx, read), read, url, new Abort())
                .connect(url, parsed.iterator(), new ArrayList<>());
    }

    @Test
    void triesOneAddressAfterTheOther() throws Exception {
        server.on("/page", ok("hello"));
        connect("::1", "127.0.0.1").compose(HttpClientRequest::send).await(10, TimeUnit.SECONDS);

        assertThat(server.requests().get(0)).containsIgnoringCase("Host: two.example:" + server.port());
    }

    @Test
    void saysWhyEachAddressWasInVain() {
        assertThatThrownBy(() -> connect("::1", "127.0.0.2").await(10, TimeUnit.SECONDS))
                .hasMessage("cannot connect to two.example:" + server.port()
                        + ": 0:0:0:0:0:0:0:1: Connection refused, 127.0.0.2: Connection refused");
    }
}

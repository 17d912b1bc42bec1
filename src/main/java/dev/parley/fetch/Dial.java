package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.wire.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks for a URL: resolves its host, tries one address after the other, and waits for the head of the answer. */
final class Dial {
    private static final String AGENT = "parley/"
            + Optional.ofNullable(Dial.class.getPackage().getImplementationVersion())
                    .orElse("dev");

    /**
     * How often a connection of HTTP/2 may have said farewell just as something was asked of it: servers do so after a
     * number of requests, and what was not answered may be asked again (RFC 9113, 8.7).
     */
    private static final int MOST_FAREWELLS = 3;

    private final Vertx vertx;
    private final HttpClients clients;
    private final FetchConfig config;
    private final Url origin;
    private final Abort abort;

    /** @param origin of the credentials: they are shown to nobody else */
    Dial(Vertx vertx, HttpClients clients, FetchConfig config, Url origin, Abort abort) {
        this.vertx = vertx;
        this.clients = clients;
        this.config = config;
        this.origin = origin;
        this.abort = abort;
    }

    Future<Answer> ask(Url url, Ask ask) {
        return ask(url, ask, MOST_FAREWELLS);
    }

    private Future<Answer> ask(Url url, Ask ask, int farewells) {
        Optional<Proxies.Proxy> proxy = config.proxies().of(url);
        Future<HttpClientRequest> connected = proxy.isPresent() ? through(proxy.get(), url) : directly(url);
        return connected.compose(request -> send(url, request, ask, farewells));
    }

    /** The proxy looks up the host: it may know names that we do not. */
    private Future<HttpClientRequest> through(Proxies.Proxy proxy, Url url) {
        return connect(
                url,
                options(url).setHost(url.bracketed()).setProxyOptions(proxy.options()),
                e -> Failure.cut("cannot connect to " + Addresses.print(url.host(), url.port()) + " through " + proxy
                        + ": " + reason(e)));
    }

    private Future<HttpClientRequest> directly(Url url) {
        return abort.or(Addresses.of(vertx, url.host(), config.connectTimeout()))
                .recover(e -> Future.failedFuture(abort.said() ? e : unresolved(url, e)))
                .compose(addresses -> connect(url, addresses.iterator(), new ArrayList<>()));
    }

    private Failure unresolved(Url url, Throwable e) {
        String line = "cannot resolve " + url.host() + ": " + reason(e);
        return e instanceof TimeoutException ? Failure.cut(line) : Failure.ended(line);
    }

    private String reason(Throwable e) {
        return Reasons.ofConnect(e, Durations.print(config.connectTimeout()));
    }

    /** Tries one address after the other, with what was said of those before. */
    Future<HttpClientRequest> connect(Url url, Iterator<InetAddress> addresses, List<String> refusals) {
        InetAddress address = addresses.next();
        return connect(url, options(url, address), e -> {
                    refusals.add(address.getHostAddress() + ": " + reason(e));
                    return Failure.cut("cannot connect to " + Addresses.print(url.host(), url.port()) + ": "
                            + (refusals.size() == 1 ? reason(e) : String.join(", ", refusals)));
                })
                .recover(e -> addresses.hasNext() && e instanceof Failure failure && failure.mendable()
                        ? connect(url, addresses, refusals)
                        : Future.failedFuture(e));
    }

    private Future<HttpClientRequest> connect(Url url, RequestOptions options, Function<Throwable, Failure> words) {
        Future<HttpClientRequest> connected = clients.of(url).request(options);
        return abort.or(connected.timeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .recover(e -> {
                    connected.onSuccess(
                            late -> late.exceptionHandler(told -> {}).reset());
                    if (abort.said()) {
                        return Future.failedFuture(e);
                    }
                    return Future.failedFuture(
                            Reasons.untrustworthy(e) ? Failure.wrong(url + ": " + reason(e)) : words.apply(e));
                });
    }

    /** The URL's host is kept beside the address: for the Host header, SNI, and the certificate's check. */
    private static RequestOptions options(Url url, InetAddress address) {
        return options(url).setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port())));
    }

    private static RequestOptions options(Url url) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setURI(url.target())
                .putHeader("User-Agent", AGENT)
                .putHeader("Accept", "*/*")
                .putHeader("Accept-Encoding", "identity");
    }

    private Future<Answer> send(Url url, HttpClientRequest request, Ask ask, int farewells) {
        Interim watch = Interim.on(request, url);
        if (request.version() != HttpVersion.HTTP_2) { // which has a field of its own for that
            request.putHeader("Host", url.authority()).putHeader("Connection", "close");
        }
        ask.headers(request.headers());
        config.credentials()
                .filter(secret -> url.sameOrigin(origin))
                .ifPresent(secret -> request.putHeader("Authorization", secret.header()));
        Future<Answer> answered = request.send().map(response -> new Answer(url, request, response, watch));
        return abort.or(answered.timeout(config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .recover(e -> {
                    request.reset();
                    if (abort.said()) {
                        return Future.failedFuture(e);
                    }
                    if (request.version() == HttpVersion.HTTP_2 && Reasons.unheard(e) && farewells > 0) {
                        return ask(url, ask, farewells - 1);
                    }
                    return Future.failedFuture(
                            e instanceof TimeoutException
                                    ? Failure.cut(url + ": no answer within " + Durations.print(config.idleTimeout()))
                                    : Reasons.ofAnswer(
                                            e, url.toString(), "the connection ended before the head of an answer"));
                });
    }
}

package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.wire.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
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

/** Asks for a URL: resolves its host, tries one address after the other, and waits for the head of the answer. */
final class Dial {
    private static final String AGENT = "parley/"
            + Optional.ofNullable(Dial.class.getPackage().getImplementationVersion())
                    .orElse("dev");

    private final Vertx vertx;
    private final HttpClient client;
    private final FetchConfig config;
    private final Abort abort;

    Dial(Vertx vertx, HttpClient client, FetchConfig config, Abort abort) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.abort = abort;
    }

    Future<Answer> ask(Url url) {
        return abort.or(Addresses.of(vertx, url.host(), config.connectTimeout()))
                .recover(e -> Future.failedFuture(
                        abort.said() ? e : Failure.lasting("cannot resolve " + url.host() + ": " + reason(e))))
                .compose(addresses -> connect(url, addresses.iterator(), new ArrayList<>()))
                .compose(request -> send(url, request));
    }

    private String reason(Throwable e) {
        return Reasons.ofConnect(e, Durations.print(config.connectTimeout()));
    }

    Future<HttpClientRequest> connect(Url url, Iterator<InetAddress> addresses, List<String> refusals) {
        InetAddress address = addresses.next();
        Future<HttpClientRequest> connected = client.request(options(url, address));
        return abort.or(connected.timeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .recover(e -> {
                    connected.onSuccess(HttpClientRequest::reset); // too late
                    if (abort.said()) {
                        return Future.failedFuture(e);
                    }
                    if (Reasons.untrustworthy(e)) {
                        return Future.failedFuture(Failure.lasting(url + ": " + reason(e)));
                    }
                    refusals.add(address.getHostAddress() + ": " + reason(e));
                    return addresses.hasNext()
                            ? connect(url, addresses, refusals)
                            : Future.failedFuture(
                                    Failure.passing("cannot connect to " + Addresses.print(url.host(), url.port())
                                            + ": " + (refusals.size() == 1 ? reason(e) : String.join(", ", refusals))));
                });
    }

    /** The URL's host is kept beside the address: for the Host header, SNI, and the certificate's check. */
    private static RequestOptions options(Url url, InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port())))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setURI(url.target())
                .putHeader("Host", url.authority())
                .putHeader("User-Agent", AGENT)
                .putHeader("Accept", "*/*")
                .putHeader("Accept-Encoding", "identity");
    }

    private Future<Answer> send(Url url, HttpClientRequest request) {
        Interim.skipOn(request.connection());
        Future<Answer> answered = request.send().map(response -> new Answer(url, request, response));
        return abort.or(answered.timeout(config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .recover(e -> {
                    request.reset();
                    if (abort.said()) {
                        return Future.failedFuture(e);
                    }
                    return Future.failedFuture(
                            e instanceof TimeoutException
                                    ? Failure.passing(
                                            url + ": no answer within " + Durations.print(config.idleTimeout()))
                                    : Reasons.ofAnswer(
                                            e, url.toString(), "the connection ended before the head of an answer"));
                });
    }
}

package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.wire.Addresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who goes between: one proxy for http URLs, one for https URLs, and the hosts that are asked directly.
 *
 * @param except host names, each of which stands for the names below it as well; {@code *} is all hosts
 */
public record Proxies(Optional<Proxy> http, Optional<Proxy> https, List<String> except) {
    private static final String WISH = "a proxy such as \"http://proxy.example:3128\" or \"socks5://127.0.0.1:1080\"";

    static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

    /** One of them; its name and password go to it and nowhere else. */
    record Proxy(ProxyType type, String host, int port, Optional<String> user, Optional<String> password) {
        private static final Pattern SYNTAX = Pattern.compile(
                "(?:(\\w+)://)?(?:([^@/]*)@)?(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?/?");

        /** As curl reads it: {@code http://} where no scheme is told, and port 1080 where no port is. */
        static Optional<Proxy> of(String text) {
            Matcher parts = SYNTAX.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            String scheme = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
            Optional<ProxyType> type = switch (scheme) {
                case "http" -> Optional.of(ProxyType.HTTP);
                case "socks5", "socks5h", "socks" -> Optional.of(ProxyType.SOCKS5);
                default -> Optional.empty();
            };
            int port = parts.group(5) == null ? 1080 : Integer.parseInt(parts.group(5));
            String host = parts.group(3) == null ? parts.group(4) : parts.group(3);
            Optional<String> user = Optional.ofNullable(parts.group(2));
            return type.filter(known -> port >= 1 && port <= 65535)
                    .map(known -> new Proxy(
                            known,
                            host,
                            port,
                            user.map(both -> plain(both.replaceFirst(":.*", ""))),
                            user.filter(both -> both.contains(":"))
                                    .map(both -> plain(both.substring(both.indexOf(':') + 1)))));
        }

        private static String plain(String escaped) {
            return new String(FileName.unescaped(escaped), StandardCharsets.UTF_8);
        }

        ProxyOptions options() {
            ProxyOptions options =
                    new ProxyOptions().setType(type).setHost(host).setPort(port);
            user.ifPresent(options::setUsername);
            password.ifPresent(options::setPassword);
            return options;
        }

        /** Without name and password. */
        @Override
        public String toString() {
            return type.name().toLowerCase(Locale.ROOT) + "://" + Addresses.print(host, port);
        }
    }

    /**
     * What the usual variables ask for, in the form of the key {@code proxy}: {@code http_proxy}, {@code https_proxy},
     * {@code all_proxy} and {@code no_proxy}. All but the first may be written in capitals: that one a server can be made
     * to set, where it runs programs for others.
     *
     * @throws IllegalArgumentException with a line for people, if one of them makes no sense
     */
    public static Optional<JsonObject> ofEnvironment(Map<String, String> environment) {
        Optional<String> all = variable(environment, "all_proxy", "ALL_PROXY");
        JsonObject proxies = new JsonObject();
        variable(environment, "http_proxy").or(() -> all).ifPresent(proxy -> proxies.put("http", proxy));
        variable(environment, "https_proxy", "HTTPS_PROXY")
                .or(() -> all)
                .ifPresent(proxy -> proxies.put("https", proxy));
        if (proxies.isEmpty()) {
            return Optional.empty();
        }
        JsonArray except = new JsonArray();
        environment
                .getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""))
                .lines()
                .flatMap(line -> Stream.of(line.split("[,\\s]+")))
                .filter(host -> !host.isEmpty())
                .forEach(except::add);
        return Optional.of(proxies.put("except", except));
    }

    private static Optional<String> variable(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                if (Proxy.of(value.strip()).isEmpty()) {
                    throw new IllegalArgumentException(name + ": expected " + WISH + ", got something else");
                }
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /** Text for all URLs, {@code false} for none, or an object that tells them apart. */
    static Proxies read(Value value) {
        if (value.absent() || value.off()) {
            return NONE;
        }
        if (value.isText()) {
            Optional<Proxy> one = proxy(value);
            return new Proxies(one, one, List.of());
        }
        return Optional.ofNullable(value.section(WISH + ", an object, or false", Proxies::read, () -> null))
                .orElse(NONE);
    }

    private static Proxies read(Section section) {
        Value except = section.get("except");
        return new Proxies(
                proxy(section.get("http")),
                proxy(section.get("https")),
                except.absent()
                        ? List.of()
                        : except.list("a list of host names").stream()
                                .map(Proxies::host)
                                .toList());
    }

    private static String host(Value value) {
        String wish = "a host name";
        String host = value.text(wish).strip();
        if (value.isText() && host.isEmpty()) {
            value.problem(wish);
        }
        return host.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "").replaceAll("[\\[\\]]", "");
    }

    private static Optional<Proxy> proxy(Value value) {
        if (value.absent() || value.off()) {
            return Optional.empty();
        }
        Optional<Proxy> proxy = Proxy.of(value.text(WISH));
        if (value.isText() && proxy.isEmpty()) {
            value.complain("expected " + WISH + ", got something else"); // it may hold a password
        }
        return proxy;
    }

    Optional<Proxy> of(Url url) {
        boolean direct = except.stream().anyMatch(host -> covers(host, url.host()));
        return direct ? Optional.empty() : url.secure() ? https : http;
    }

    private static boolean covers(String pattern, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return pattern.equals("*") || name.equals(pattern) || name.endsWith("." + pattern);
    }
}

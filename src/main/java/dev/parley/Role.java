package dev.parley;

import dev.parley.client.EchoClientVerticle;
import dev.parley.config.Nearest;
import dev.parley.fetch.HttpFetchVerticle;
import dev.parley.server.EchoServerVerticle;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What a process can be: the names that the command line knows, and the verticles behind them. */
enum Role {
    SERVER(EchoServerVerticle.class, EchoServerVerticle::new, "server"),
    CLIENT(EchoClientVerticle.class, EchoClientVerticle::new, "client"),
    FETCH(HttpFetchVerticle.class, HttpFetchVerticle::new, "fetch"),
    CHECK(CheckVerticle.class, CheckVerticle::new),
    DEMO(DemoVerticle.class, DemoVerticle::new, "server", "client");

    private final Class<? extends VerticleBase> type;
    private final Supplier<VerticleBase> verticle;
    private final List<String> sections;

    Role(Class<? extends VerticleBase> type, Supplier<VerticleBase> verticle, String... sections) {
        this.type = type;
        this.verticle = verticle;
        this.sections = List.of(sections);
    }

    /** The role of a verticle named {@code server}, {@code parley:server} or by its class. */
    static Optional<Role> of(String verticle) {
        String name = verticle.startsWith("parley:") ? verticle.substring("parley:".length()) : verticle;
        return Arrays.stream(values())
                .filter(role ->
                        role.toString().equals(name) || role.type.getName().equals(name))
                .findFirst();
    }

    static String nearest(String name) {
        List<String> all = Arrays.stream(values()).map(Role::toString).toList();
        return Nearest.to(name, all).orElseThrow();
    }

    VerticleBase verticle() {
        return verticle.get();
    }

    /** How many more words it takes at most. */
    int operands() {
        return this == FETCH || this == CHECK ? 2 : 0;
    }

    /** Whether more than one instance would make no sense. */
    boolean alone() {
        return this == CHECK;
    }

    /** The sections of the configuration that it cannot do without. */
    List<String> sections() {
        return sections;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

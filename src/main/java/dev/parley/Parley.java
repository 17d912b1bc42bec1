package dev.parley;

import dev.parley.config.ConfigException;
import dev.parley.report.Console;
import dev.parley.report.Outcome;
import dev.parley.report.Report;
import dev.parley.wire.SocketFaults;
import dev.parley.wire.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxException;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The main class: the Vert.x launcher with roles, a strict configuration, and exit codes that tell how it went.
 *
 * <p>The only place that ends the process.
 */
public final class Parley extends VertxApplication implements VertxApplicationHooks {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static final int MOST = 500;
    private static final String UNWRITABLE = "parley: standard output cannot be written";

    // Held here, since java.util.logging forgets loggers, and their filters with them, that nobody holds.
    private static final Logger LAUNCHER = filtered(VertxApplication.class.getName(), Parley::inALine);
    /** Warns, with a stack trace, of each connection that came in at the moment of a stop. */
    private static final Logger BOOTSTRAP =
            filtered("io.netty.bootstrap.ServerBootstrap", line -> line.getThrown() == null);

    /** Warns, in several lines, of an event loop that did not get its turn: on a slow machine even a start can do that. */
    private static final Logger BLOCKED = filtered("io.vertx.core.impl.BlockedThreadChecker", line -> {
        Console.log("parley: " + line.getMessage());
        return false;
    });

    /** Warns, with a stack trace, where there is no descriptor for a first connection; of later ones the server tells. */
    private static final Logger PIPELINE = filtered("io.netty.channel.DefaultChannelPipeline", line -> {
        if (line.getThrown() instanceof IOException cause) {
            Console.log("parley: cannot accept a connection: " + SocketFaults.words(cause));
        }
        return !(line.getThrown() instanceof IOException);
    });

    /** Warns, in two lines, where there is only loopback, as in many a container. */
    private static final Logger HARDWARE_ADDRESS = filtered(
            "io.netty.util.internal.MacAddressUtil", line -> line.getLevel().intValue() > Level.WARNING.intValue());

    /** Tells of every frame that was still underway when a download was given up. */
    private static final Logger FRAMES = filtered(
            "io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder",
            line -> line.getLevel().intValue() > Level.INFO.intValue());

    /** Whether it has been said why the process will end. */
    private static volatile boolean told;

    private volatile boolean stopping;

    private final JsonObject config;
    private final Arguments arguments;

    private Parley(Arguments arguments, JsonObject config) {
        super(arguments.launcher().toArray(String[]::new), null, false, false);
        this.arguments = arguments;
        this.config = config;
    }

    public static void main(String[] args) {
        if (Arguments.asksFor(args, "-h", "-help", "--help")) {
            print(Help.text());
            return;
        }
        if (Arguments.asksFor(args, "--version", "-version")) {
            print(Help.version());
            return;
        }
        refuseRenegotiation();
        try {
            Arguments arguments = Arguments.parse(args);
            JsonObject config = config(arguments);
            int code = new Parley(arguments, config).launch();
            if (code != 0) {
                tell("parley: the launcher cannot use its options (-cluster-…, -Dvertx.…)");
                System.exit(code == FAILED ? USAGE : code);
            }
        } catch (UsageException e) {
            die(USAGE, "parley: " + e.getMessage());
        } catch (ConfigException e) {
            die(USAGE, e.getMessage());
        }
    }

    /** It is of no use with TLS 1.2, and each costs us more than the peer; TLS 1.3 knows none. The JDK asks once. */
    private static void refuseRenegotiation() {
        System.getProperties().putIfAbsent("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private static JsonObject config(Arguments arguments) {
        Optional<Role> role = Role.of(arguments.verticle());
        if (role.equals(Optional.of(Role.CHECK))) {
            return Configuration.ofCheck(arguments.operands());
        }
        Configuration configuration = Configuration.find(arguments, System.getenv(), System.getProperties());
        JsonObject config = role.map(configuration::checked).orElseGet(configuration::unchecked);
        Console.log("Configuration: " + configuration.name());
        return config;
    }

    private static void print(String text) {
        text.lines().forEach(Console::say);
        if (Console.lost()) {
            die(FAILED, UNWRITABLE);
        }
    }

    private static Logger filtered(String name, Filter filter) {
        Logger logger = Logger.getLogger(name);
        logger.setFilter(filter);
        return logger;
    }

    /** The launcher logs success in two lines, and a failure with a stack trace: one line, and only for a failure. */
    private static boolean inALine(LogRecord line) {
        if (line.getThrown() != null) {
            tell("parley: " + words(line.getThrown()));
        } else if (line.getLevel().intValue() > Level.INFO.intValue()) {
            Console.log("parley: " + line.getMessage());
        }
        return false;
    }

    /** Says why the process will end, unless that has been said. */
    private static void tell(String why) {
        if (!told) {
            told = true;
            why.lines().forEach(line -> Console.log(line.length() > MOST ? line.substring(0, MOST) + "…" : line));
        }
    }

    private static void die(int code, String why) {
        tell(why);
        System.exit(code);
    }

    @Override
    public JsonObject afterConfigParsed(JsonObject ignored) {
        return config;
    }

    /** A native library takes longer to load than somebody who runs for a moment gets back. */
    private Optional<String> usual() {
        Optional<Role> role = Role.of(arguments.verticle());
        return role.filter(one -> one != Role.SERVER).map(one -> "nio");
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        VertxBuilder builder = Vertx.builder().with(options);
        try {
            Optional<String> wish = Optional.ofNullable(System.getProperty(Transports.PROPERTY));
            return builder.withTransport(Transports.of(wish.or(this::usual)));
        } catch (IllegalArgumentException e) {
            die(USAGE, "parley: -D" + Transports.PROPERTY + ": " + e.getMessage());
            return builder; // never
        }
    }

    @Override
    public void beforeDeployingVerticle(HookContext context) {
        try { // once more: a system property of the launcher can have changed the number
            Arguments.checkInstances(
                    arguments.verticle(),
                    Role.of(arguments.verticle()),
                    context.deploymentOptions().getInstances());
        } catch (UsageException e) {
            die(USAGE, "parley: " + e.getMessage());
        }
    }

    @Override
    public void afterFailureToStartVertx(HookContext context, Throwable cause) {
        tell("parley: cannot start Vert.x: " + words(cause));
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, Throwable cause) {
        if (!stopping) { // else the deployment failed because it was stopped
            tell("parley: " + words(cause));
        }
        context.vertx().close();
    }

    @Override
    public void beforeStoppingVertx(HookContext context) {
        stopping = true;
        told = true;
    }

    /** Some failures have words for people; anything else is better told with its class. */
    private static String words(Throwable cause) {
        if (cause == null) {
            return "no answer within 2m";
        }
        if (cause instanceof ClassNotFoundException) {
            return "expected a verticle's class, got \"" + cause.getMessage() + "\"";
        }
        boolean forPeople = cause instanceof IOException
                || cause instanceof ConfigException
                || cause instanceof IllegalStateException
                || cause instanceof VertxException;
        return forPeople ? cause.getMessage() : cause.toString();
    }

    @Override
    public void afterVerticleDeployed(HookContext context) {
        Vertx vertx = context.vertx();
        vertx.verticleFactories().stream()
                .filter(RoleVerticleFactory.class::isInstance)
                .map(RoleVerticleFactory.class::cast)
                .map(RoleVerticleFactory::outcomes)
                .flatMap(Optional::stream)
                .forEach(outcomes -> outcomes.onSuccess(all -> exit(vertx, all)));
    }

    /** Whether all reports that were asked for are written. */
    private boolean report(List<Outcome> outcomes) {
        boolean written = true;
        for (Path file : arguments.reports()) {
            try {
                Report.write(
                        file, Role.of(arguments.verticle()).map(Role::toString).orElse("verticle"), outcomes);
            } catch (IOException e) {
                written = false;
                Console.log("-report: cannot write " + file + ": "
                        + (Files.isDirectory(file)
                                ? "it is a directory"
                                : e.getClass().getSimpleName()));
            }
        }
        return written;
    }

    private void exit(Vertx vertx, List<Outcome> outcomes) {
        boolean reported = report(outcomes);
        if (Console.lost()) {
            Console.log(UNWRITABLE);
        }
        int code = outcomes.stream().allMatch(Outcome::passed) && reported && !Console.lost() ? 0 : FAILED;
        // Not on an event loop: the exit runs the launcher's shutdown hook, which waits for Vert.x.
        vertx.close().onComplete(closed -> new Thread(() -> System.exit(code), "parley-exit").start());
    }
}

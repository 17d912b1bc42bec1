package dev.parley;

import dev.parley.config.ConfigException;
import dev.parley.report.Console;
import dev.parley.report.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The main class: the Vert.x launcher with roles, a strict configuration, and exit codes that tell how it went.
 *
 * <p>The only place that ends the process.
 */
public final class Parley extends VertxApplication implements VertxApplicationHooks {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    // Held here, since java.util.logging forgets loggers, and their filters with them, that nobody holds.
    private static final Logger LAUNCHER = quiet(VertxApplication.class.getName());
    private static final Logger BOOTSTRAP = quiet("io.netty.bootstrap.ServerBootstrap");

    private final JsonObject config;
    private final Arguments arguments;

    private Parley(Arguments arguments, JsonObject config) {
        super(arguments.launcher().toArray(String[]::new), null, false, true);
        this.arguments = arguments;
        this.config = config;
    }

    public static void main(String[] args) {
        if (Arguments.asksFor(args, "-h", "-help", "--help")) {
            Console.say(Help.text());
            return;
        }
        if (Arguments.asksFor(args, "--version", "-version")) {
            Console.say(Help.version());
            return;
        }
        try {
            Arguments arguments = Arguments.parse(args);
            Configuration configuration = Configuration.find(arguments, System.getenv(), System.getProperties());
            arguments.url().ifPresent(url -> configuration.fetch(url, arguments.file()));
            JsonObject config =
                    Role.of(arguments.verticle()).map(configuration::checked).orElseGet(configuration::unchecked);
            Console.log("Configuration: " + configuration.name());
            new Parley(arguments, config).launch();
        } catch (UsageException e) {
            die(USAGE, "parley: " + e.getMessage());
        } catch (ConfigException e) {
            die(USAGE, e.getMessage());
        }
    }

    /**
     * The launcher tells of success, and of failures with a stack trace; Netty tells with one of each connection that
     * came in at the moment of a stop. The hooks below say it in a line.
     */
    private static Logger quiet(String name) {
        Logger logger = Logger.getLogger(name);
        logger.setFilter(line -> line.getThrown() == null && line.getLevel().intValue() > Level.INFO.intValue());
        return logger;
    }

    private static void die(int code, String why) {
        Console.log(why);
        System.exit(code);
    }

    @Override
    public JsonObject afterConfigParsed(JsonObject ignored) {
        return config;
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
        Console.log("parley: cannot start Vert.x: " + words(cause));
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, Throwable cause) {
        Console.log("parley: " + words(cause));
        context.vertx().close();
    }

    /** Input and output fail with words for people; anything else is better told with its class. */
    private static String words(Throwable cause) {
        if (cause == null) {
            return "no answer within 2m";
        }
        return cause instanceof IOException || cause instanceof ConfigException ? cause.getMessage() : cause.toString();
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

    private static void exit(Vertx vertx, List<Outcome> outcomes) {
        int code = outcomes.stream().allMatch(Outcome::passed) ? 0 : FAILED;
        // Not on an event loop: the exit runs the launcher's shutdown hook, which waits for Vert.x.
        vertx.close().onComplete(closed -> new Thread(() -> System.exit(code), "parley-exit").start());
    }
}

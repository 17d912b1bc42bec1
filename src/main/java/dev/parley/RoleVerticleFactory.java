package dev.parley;

import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.VerticleFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Makes verticles by role: {@code parley:server}, {@code parley:client}, {@code parley:fetch}, {@code parley:check}, {@code parley:demo}, and
 * by class name. Found by Vert.x as a service.
 *
 * <p>It remembers the one-shot verticles that it made, so that the main class can exit on the worst of their outcomes.
 */
public final class RoleVerticleFactory implements VerticleFactory {
    private final List<OneShot> oneShots = new CopyOnWriteArrayList<>();

    @Override
    public String prefix() {
        return "parley";
    }

    @Override
    public void createVerticle2(String name, ClassLoader loader, Promise<Callable<? extends Deployable>> made) {
        String plain = VerticleFactory.removePrefix(name);
        made.complete(() -> {
            Optional<Role> role = Role.of(plain);
            Deployable verticle = role.isPresent() ? role.get().verticle() : byClass(plain, loader);
            if (verticle instanceof OneShot oneShot) {
                oneShots.add(oneShot);
            }
            return verticle;
        });
    }

    private static Deployable byClass(String name, ClassLoader loader) throws ReflectiveOperationException {
        Object made = loader.loadClass(name).getDeclaredConstructor().newInstance();
        if (made instanceof Deployable deployable) {
            return deployable;
        }
        throw new IllegalStateException("expected a verticle's class, got \"" + name + "\", which is none");
    }

    /** Completes when all one-shot verticles are done; empty when there are none to wait for. */
    Optional<Future<List<Outcome>>> outcomes() {
        List<Future<Outcome>> outcomes = oneShots.stream().map(OneShot::outcome).toList();
        return outcomes.isEmpty()
                ? Optional.empty()
                : Optional.of(Future.all(outcomes)
                        .map(all -> all.<Outcome>list().stream().distinct().toList()));
    }
}

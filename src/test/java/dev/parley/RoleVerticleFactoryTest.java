package dev.parley;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Deployable;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class RoleVerticleFactoryTest {
    @Test
    void aClassThatIsNoVerticleIsRefusedInWordsForPeople() {
        Promise<Callable<? extends Deployable>> made = Promise.promise();
        new RoleVerticleFactory().createVerticle2("java.lang.String", getClass().getClassLoader(), made);
        assertThatThrownBy(() -> made.future().result().call())
                .hasMessage("expected a verticle's class, got \"java.lang.String\", which is none");
    }
}

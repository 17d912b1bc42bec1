package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.testkit.Stage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class LoopTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void failsWithWorkThatThrowsOnAnotherLoop() {
        Context other = stage.vertx().getOrCreateContext();
        IllegalStateException thrown = new IllegalStateException("thrown");
        Future<Void> done = Loop.on(other, () -> {
            throw thrown;
        });
        assertThatThrownBy(() -> Stage.await(done))
                .isInstanceOf(ExecutionException.class)
                .hasCause(thrown);
    }
}

package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.testkit.Carriers;
import io.netty.channel.epoll.Epoll;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportsTest {

    @Test
    void takesEpollWhereThereIsOne() {
        assertThat(Transports.of(Optional.empty()).name()).isEqualTo(Epoll.isAvailable() ? "epoll" : "nio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "io_uring"})
    void takesWhatIsAskedFor(String name) {
        Carriers.vertx(Optional.of(name)).close();

        assertThat(Transports.of(Optional.of(name)).name()).isEqualTo(name);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Transports.of(Optional.of("pigeon")))
                .hasMessage("expected nio, epoll or io_uring, got \"pigeon\"");
    }
}

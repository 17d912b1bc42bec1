package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketFaultsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Connection refused                                                       | Connection refused
            Connection refused: /127.0.0.1:9                                         | Connection refused
            Connection refused: localhost/127.0.0.1:9                                | Connection refused: localhost/127.0.0.1:9
            finishConnect(..) failed with error(-111): Connection refused            | Connection refused
            finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:9 | Connection refused
            io_uring connect(..) failed with error(-111): Connection refused         | Connection refused
            bind(..) failed with error(-98): Address already in use                  | Address already in use
            recvAddress(..) failed with error(-104): Connection reset by peer        | Connection reset
            Connection reset by peer                                                 | Connection reset
            Connection reset                                                         | Connection reset
            """)
    void areToldInTheSameWordsOnEachTransport(String told, String words) {
        assertThat(SocketFaults.words(new IOException(told))).isEqualTo(words);
    }

    @Test
    void areToldByTheirKindWhereTheyHaveNoWords() {
        assertThat(SocketFaults.words(new ClosedChannelException())).isEqualTo("ClosedChannelException");
    }
}

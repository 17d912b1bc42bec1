package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.config.Problems;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which address is in which block, and how blocks are written. Only literal addresses: no name is looked up. */
class AddressBlockTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.1.2.3              | 10.1.2.3               | true
            10.1.2.3              | 10.1.2.4               | false
            10.1.2.3/32           | 10.1.2.3               | true
            10.1.2.2/31           | 10.1.2.2               | true
            10.1.2.2/31           | 10.1.2.3               | true
            10.1.2.2/31           | 10.1.2.1               | false
            10.1.2.2/31           | 10.1.2.4               | false
            10.0.0.0/8            | 10.0.0.0               | true
            10.0.0.0/8            | 10.255.255.255         | true
            10.0.0.0/8            | 9.255.255.255          | false
            10.0.0.0/8            | 11.0.0.0               | false
            172.16.0.0/12         | 172.31.255.255         | true
            172.16.0.0/12         | 172.32.0.0             | false
            192.168.128.0/17      | 192.168.128.0          | true
            192.168.128.0/17      | 192.168.127.255        | false
            128.0.0.0/1           | 255.255.255.255        | true
            128.0.0.0/1           | 127.255.255.255        | false
            0.0.0.0/0             | 255.255.255.255        | true
            0.0.0.0/0             | 0.0.0.0                | true
            0.0.0.0/0             | ::                     | false
            0.0.0.0/0             | 2001:db8::1            | false
            ::1                   | ::1                    | true
            ::1                   | ::2                    | false
            ::1                   | 127.0.0.1              | false
            ::1/128               | 0:0:0:0:0:0:0:1        | true
            fe80::/10             | fe80::1                | true
            fe80::/10             | febf:ffff::1           | true
            fe80::/10             | fec0::1                | false
            2001:db8::/33         | 2001:db8:7fff::1       | true
            2001:db8::/33         | 2001:db8:8000::1       | false
            2001:DB8::/64         | 2001:db8::ffff:0:0:1   | true
            2001:db8::/64         | 2001:db8:0:1::         | false
            ::/0                  | ffff::1                | true
            ::/0                  | 10.0.0.1               | false
            ::/0                  | ::ffff:10.0.0.1        | false
            10.0.0.0/8            | ::ffff:10.0.0.1        | true
            ::ffff:10.0.0.1       | 10.0.0.1               | true
            ::ffff:a00:1          | 10.0.0.1               | true
            ::FFFF:10.0.0.1       | 10.0.0.1               | true
            0:0:0:0:0:ffff:10.0.0.1 | 10.0.0.1             | true
            ::ffff:10.0.0.0/104   | 10.255.0.1             | true
            ::ffff:10.0.0.0/104   | 11.0.0.1               | false
            ::ffff:0.0.0.0/96     | 255.0.0.1              | true
            ::10.0.0.1            | 10.0.0.1               | false
            ::10.0.0.1            | ::ffff:10.0.0.1        | false
            ::10.0.0.1            | ::a00:1                | true
            ::10.0.0.0/104        | 10.0.0.1               | false
            0:0:0:0:0:0:10.0.0.1  | ::a00:1                | true
            ::ffff:0:10.0.0.1     | 10.0.0.1               | false
            2001:db8::10.0.0.1    | 2001:db8::a00:1        | true
            64:ff9b::192.0.2.0/120 | 64:ff9b::c000:2ff     | true
            64:ff9b::192.0.2.0/120 | 64:ff9b::c000:300     | false
            1:2:3:4:5:6:1.2.3.4   | 1:2:3:4:5:6:102:304    | true
            1:2:3:4:5::1.2.3.4    | 1:2:3:4:5:0:102:304    | true
            """)
    void holds(String block, String address, boolean held) throws UnknownHostException {
        assertThat(read(block).holds(InetAddress.getByName(address))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.1.2.3             | 10.1.2.3
            10.1.2.3/32          | 10.1.2.3
            10.0.0.0/8           | 10.0.0.0/8
            0.0.0.0/0            | 0.0.0.0/0
            ::1/128              | ::1
            FE80:0::/10          | fe80::/10
            ::ffff:10.0.0.0/104  | 10.0.0.0/8
            ::10.0.0.1           | ::a00:1
            2001:db8::10.0.0.1   | 2001:db8::a00:1
            """)
    void isShownInItsShortestForm(String written, String shown) {
        assertThat(read(written)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.1.2.3             | 10.1.2.3
            ::ffff:10.1.2.3      | 10.1.2.3
            2001:db8:1:2:3:4:5:6 | 2001:db8:1:2::/64
            ::1                  | ::/64
            """)
    void isOnePeerWithItsNetworkInIpv6(String address, String block) throws UnknownHostException {
        assertThat(AddressBlock.around(InetAddress.getByName(address))).hasToString(block);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "localhost"            → WISH, got "localhost"
            "example.org/8"        → WISH, got "example.org/8"
            "face"                 → WISH, got "face"
            ""                     → WISH, got ""
            "/8"                   → WISH, got "/8"
            "10.1"                 → WISH, got "10.1"
            "10.0.0.256"           → WISH, got "10.0.0.256"
            "10.0.0.0.0"           → WISH, got "10.0.0.0.0"
            "010.0.0.1"            → WISH, got "010.0.0.1"
            "10.0.0.01"            → WISH, got "10.0.0.01"
            "10.00.0.1"            → WISH, got "10.00.0.1"
            "::ffff:010.0.0.1"     → WISH, got "::ffff:010.0.0.1"
            " 10.0.0.1"            → WISH, got " 10.0.0.1"
            "10.0.0.*"             → WISH, got "10.0.0.*"
            "10.0.0.1-10.0.0.9"    → WISH, got "10.0.0.1-10.0.0.9"
            "[::1]"                → WISH, got "[::1]"
            "fe80::1%eth0"         → WISH, got "fe80::1%eth0"
            "1::2::3"              → WISH, got "1::2::3"
            "12345::"              → WISH, got "12345::"
            "::10.0.0"             → WISH, got "::10.0.0"
            "::10.0.0.256"         → WISH, got "::10.0.0.256"
            "::10.0.0.0.1"         → WISH, got "::10.0.0.0.1"
            "::10.0.0.01"          → WISH, got "::10.0.0.01"
            "::10.0.0.a"           → WISH, got "::10.0.0.a"
            ":10.0.0.1"            → WISH, got ":10.0.0.1"
            "1:10.0.0.1"           → WISH, got "1:10.0.0.1"
            "10.0.0.1::"           → WISH, got "10.0.0.1::"
            "::10.0.0.1:1"         → WISH, got "::10.0.0.1:1"
            ".0.0.1:1"             → WISH, got ".0.0.1:1"
            "1:2:3:4:5:6:7:1.2.3.4" → WISH, got "1:2:3:4:5:6:7:1.2.3.4"
            5                      → WISH, got 5
            null                   → WISH, got null
            ["10.0.0.1"]           → WISH, got an array
            "10.0.0.0/33"          → expected a block with a prefix from 0 to 32, got "10.0.0.0/33"
            "10.0.0.0/-1"          → expected a block with a prefix from 0 to 32, got "10.0.0.0/-1"
            "10.0.0.0/"            → expected a block with a prefix from 0 to 32, got "10.0.0.0/"
            "10.0.0.0/08"          → expected a block with a prefix from 0 to 32, got "10.0.0.0/08"
            "10.0.0.0/8/8"         → expected a block with a prefix from 0 to 32, got "10.0.0.0/8/8"
            "10.0.0.0/255.0.0.0"   → expected a block with a prefix from 0 to 32, got "10.0.0.0/255.0.0.0"
            "fe80::/129"           → expected a block with a prefix from 0 to 128, got "fe80::/129"
            "fe80::/1000000000000" → expected a block with a prefix from 0 to 128, got "fe80::/1000000000000"
            "10.1.2.3/8"           → expected no bits beyond the prefix, as in "10.0.0.0/8", got "10.1.2.3/8"
            "10.0.0.1/0"           → expected no bits beyond the prefix, as in "0.0.0.0/0", got "10.0.0.1/0"
            "fe80::1/10"           → expected no bits beyond the prefix, as in "fe80::/10", got "fe80::1/10"
            "::ffff:10.0.0.1/104"  → expected no bits beyond the prefix, as in "10.0.0.0/8", got "::ffff:10.0.0.1/104"
            "::ffff:10.0.0.0/95"   → expected no bits beyond the prefix, as in "::fffe:0:0/95", got "::ffff:10.0.0.0/95"
            """)
    void refuses(String json, String message) {
        String wish = "expected an address or a block such as \"10.0.0.0/8\" or \"fe80::/10\"";
        assertThat(Problems.of("server", "{\"deny\": [\"::1\", " + json + "]}", ServerConfig::read))
                .containsExactly("server.deny[1]: " + message.replace("WISH", wish));
    }

    private static AddressBlock read(String written) {
        String json = "{\"server\": {\"deny\": [\"" + written + "\"]}}";
        return Document.parse(json, "c", Overlays.none())
                .section("server", ServerConfig::read)
                .access()
                .deny()
                .get(0);
    }
}

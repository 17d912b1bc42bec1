package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    http://a,                   http://a/,              a,   80
                    HTTP://A:80/x,              http://A/x,             A,   80
                    https://a:8443/x?y=1#z,     https://a:8443/x?y=1,   a,   8443
                    https://a?y,                https://a/?y,           a,   443
                    'http://[::1]:8000/x',      'http://[::1]:8000/x',  ::1, 8000
                    http://a_b:/,               http://a_b/,            a_b, 80
                    """)
    void readsWhatARequestNeeds(String written, String read, String host, int port) throws URISyntaxException {
        Url url = Url.parse(written);

        assertThat(url).hasToString(read);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/x",
                "www.a.com/x",
                "ftp://a/",
                "file:///x",
                "http:",
                "http:x",
                "http:///x",
                "http://:80/",
                "http://a b/",
                "http://a/\u0000",
                "http://a/\r\nX: y",
                "http://ä/",
                "http://a/ä",
                "http://a:port/",
                "http://a:0/",
                "http://a:65536/",
                "http://a:999999/",
                "http://[::1/",
                "http://[zz]/",
                "http://a/%zz",
                "http://a/|",
                "http://user@a/",
                "http://u:p@a/",
                "javascript:alert(1)"
            })
    void refusesWhatIsNoUrl(String written) {
        assertThatThrownBy(() -> Url.parse(written)).isInstanceOf(URISyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /x/y.html,             y.html
                    /x/y.html?z=/w,        y.html
                    /a%20b+c.txt,          a b+c.txt
                    /%C3%BC,               ü
                    /,                     index.html
                    /x/,                   index.html
                    /..,                   __
                    /x/%2e%2e,             __
                    /.,                    _
                    /x%2Fy,                y
                    /..%2F..%2Fetc,        etc
                    /.profile,             _profile
                    /a%5Cb,                a_b
                    /a%00b,                a_b
                    /a%0Ab,                a_b
                    /a%E2%80%AEb,          a_b
                    /a%FFb,                a_b
                    /%20,                  index.html
                    /-rf,                  _rf
                    /x.,                   x_
                    /nul.txt,              _nul.txt
                    /page.part,            page.part_
                    """)
    void makesAPlainNameOfThePath(String target, String name) {
        assertThat(new Url(false, "a", 80, target).fileName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"233, 233", "234, 232", "5000, 232"})
    void shortensANameThatIsTooLongForAPart(int length, int left) {
        String name = "x".repeat(length);

        assertThat(new Url(false, "a", 80, "/" + name).fileName()).isEqualTo("x".repeat(left));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    https://b:1/z,      https://b:1/z
                    //b/z,              http://b/z
                    /z,                 http://a:8/z
                    z,                  http://a:8/x/z
                    ../z,               http://a:8/z
                    ../../../z,         http://a:8/z
                    ..,                 http://a:8/
                    ?q,                 http://a:8/x/y?q
                    '#f',               http://a:8/x/y?w
                    z#f,                http://a:8/x/z
                    z?../q,             http://a:8/x/z?../q
                    """)
    void leadsWhereALocationSays(String location, String there) throws URISyntaxException {
        assertThat(Url.parse("http://a:8/x/y?w").resolve(location)).hasToString(there);
    }
}

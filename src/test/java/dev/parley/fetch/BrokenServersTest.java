package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a server can do to HTTP/1, byte for byte, and what becomes of it: a file that is whole and right, or a failure
 * that says why. Many of the ideas are those of curl's own tests.
 */
class BrokenServersTest extends FetchStories {
    private static final Pattern TOKEN =
            Pattern.compile("\\[(\\w+)(?: (\\d+) ([^\\]]*))?]|\\\\x([0-9a-f]{2})|\\\\r|\\\\n");

    /** {@code [times 3 x]} is xxx; {@code [slowly]} sends what follows byte by byte; {@code [reset]} ends it. */
    private static Step[] script(String written) {
        List<Step> steps = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean slowly = false;
        Matcher token = TOKEN.matcher(written);
        int at = 0;
        while (token.find()) {
            text.append(written, at, token.start());
            at = token.end();
            if (token.group(4) != null) {
                text.append((char) Integer.parseInt(token.group(4), 16));
            } else if (token.group(1) == null) {
                text.append(token.group().equals("\\r") ? '\r' : '\n');
            } else if (token.group(1).equals("times")) {
                text.append(unescaped(token.group(3)).repeat(Integer.parseInt(token.group(2))));
            } else if (token.group(1).equals("reset")) {
                steps.add(bytes(text.toString()));
                steps.add(MisbehavingHttpServer.reset());
                return steps.toArray(Step[]::new);
            } else {
                slowly = true;
            }
        }
        text.append(written.substring(at));
        if (slowly) {
            for (char c : text.toString().toCharArray()) {
                steps.add(bytes(String.valueOf(c)));
            }
        } else {
            steps.add(bytes(text.toString()));
        }
        return steps.toArray(Step[]::new);
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            a length | saved hello | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a length of nothing | saved | HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n
            a length with blanks around it | saved hello | HTTP/1.1 200 OK\\r\\nContent-Length:   5  \\r\\n\\r\\nhello
            a length with zeros before it | saved hello | HTTP/1.1 200 OK\\r\\nContent-Length: 0005\\r\\n\\r\\nhello
            a length in HTTP/1.0 | saved hello | HTTP/1.0 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a length that is too long | the body was cut short: expected 6 bytes, got 5 | HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nhello
            a length that is too short | expected the end of the connection after the body, got more bytes | HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nhello
            a length in HTTP/1.0 that is too short | expected the end of the connection after the body, got more bytes | HTTP/1.0 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nhello
            two lengths that agree | expected HTTP, got something else (Multiple Content-Length values found: [5, 5]) | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            two lengths that do not | expected HTTP, got something else (Multiple Content-Length values found: [5, 4]) | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nContent-Length: 4\\r\\n\\r\\nhello
            two lengths in one that agree | expected HTTP, got something else (Multiple Content-Length values found: [5, 5]) | HTTP/1.1 200 OK\\r\\nContent-Length: 5, 5\\r\\n\\r\\nhello
            two lengths in one that do not | expected HTTP, got something else (Multiple Content-Length values found: [5, 4]) | HTTP/1.1 200 OK\\r\\nContent-Length: 5, 4\\r\\n\\r\\nhello
            a length below zero | expected HTTP, got something else (Content-Length value is not a number: -5) | HTTP/1.1 200 OK\\r\\nContent-Length: -5\\r\\n\\r\\nhello
            a length with a sign | expected HTTP, got something else (Content-Length value is not a number: +5) | HTTP/1.1 200 OK\\r\\nContent-Length: +5\\r\\n\\r\\nhello
            a length in words | expected HTTP, got something else (Content-Length value is not a number: five) | HTTP/1.1 200 OK\\r\\nContent-Length: five\\r\\n\\r\\nhello
            a length in hex | expected HTTP, got something else (Content-Length value is not a number: 0x5) | HTTP/1.1 200 OK\\r\\nContent-Length: 0x5\\r\\n\\r\\nhello
            a length with more after it | expected HTTP, got something else (Content-Length value is not a number: 5 5) | HTTP/1.1 200 OK\\r\\nContent-Length: 5 5\\r\\n\\r\\nhello
            a length that is empty | expected HTTP, got something else (Content-Length value is not a number: ) | HTTP/1.1 200 OK\\r\\nContent-Length: \\r\\n\\r\\nhello
            a length beyond all numbers | expected HTTP, got something else (Content-Length value is not a number: 99999999999999999999) | HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\nhello
            a length and chunks | saved hello | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            chunks | saved hello | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nhe\\r\\n3\\r\\nllo\\r\\n0\\r\\n\\r\\n
            chunks in capitals | saved hellohello | HTTP/1.1 200 OK\\r\\nTRANSFER-ENCODING: CHUNKED\\r\\n\\r\\nA\\r\\nhellohello\\r\\n0\\r\\n\\r\\n
            chunks in HTTP/1.0 | saved hello | HTTP/1.0 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            chunks with extensions | saved hello | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5;a=1;b="2"\\r\\nhello\\r\\n0;end\\r\\n\\r\\n
            chunks with a long extension | the answer has a line longer than 8KiB | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5;[times 9000 x]\\r\\nhello\\r\\n0\\r\\n\\r\\n
            chunks with zeros before the size | saved hello | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0005\\r\\nhello\\r\\n000\\r\\n\\r\\n
            chunks with blanks after the size | saved hello | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5  \\r\\nhello\\r\\n0\\r\\n\\r\\n
            chunks with trailers | saved hello | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\nX: y\\r\\nContent-Length: 3\\r\\n\\r\\n
            chunks of one byte | saved xxxxxxxxxxxxxxxxxxxx | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n[times 20 1\\r\\nx\\r\\n]0\\r\\n\\r\\n
            a chunk without a size | expected HTTP, got something else (expected a chunk's size, got "\\r\\n") | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk with a size below zero | expected HTTP, got something else (expected a chunk's size, got "-5\\r\\n") | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk with a size in C | expected HTTP, got something else (expected a chunk's size, got "0x5\\r\\n") | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk with a size that has a line in it | expected HTTP, got something else (expected a chunk's size, got "0_5\\r\\n") | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0_5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk with a size that is no number | expected HTTP, got something else (expected a chunk's size, got "five\\r\\n") | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nfive\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk with a size beyond an int | expected HTTP, got something else (a chunk of 2GiB or more) | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n100000005\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk with a size beyond all numbers | expected HTTP, got something else (a chunk of 2GiB or more) | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n10000000000000005\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk that is longer than its size | expected HTTP, got something else (Chunk data sections must be terminated by a CR LF octet pair) | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n4\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk that is shorter than its size | expected HTTP, got something else (Chunk data sections must be terminated by a CR LF octet pair) | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n6\\r\\nhello\\r\\n0\\r\\n\\r\\n
            chunks without the last | the body was cut short: got 5 bytes and no end | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n
            chunks without the last line | the body was cut short: got 5 bytes and no end | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n
            chunks with bare line ends | expected HTTP, got something else (expected a chunk's size, got "5\\n") | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\nhello\\n0\\n\\n
            chunks with more after the end | expected the end of the connection after the body, got more bytes | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\nmore
            a body that is chunked twice | Transfer-Encoding: expected chunked or none, got chunked, chunked | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked, chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a body that is packed for the way | Transfer-Encoding: expected chunked or none, got gzip, chunked | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a body that is something for the way | Transfer-Encoding: expected chunked or none, got xchunked | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\nhello
            a body that is itself for the way | saved hello | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: identity\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a body until the end | saved hello | HTTP/1.1 200 OK\\r\\n\\r\\nhello
            a body until the end in HTTP/1.0 | saved hello | HTTP/1.0 200 OK\\r\\n\\r\\nhello
            a body until a reset | the body was cut short: got 5 bytes and no end (Connection reset) | HTTP/1.1 200 OK\\r\\n\\r\\nhello[reset]
            a body byte by byte | saved hello | [slowly]HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            chunks byte by byte | saved hello | [slowly]HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            3,000 headers | saved hello | HTTP/1.1 200 OK\\r\\n[times 3000 X: yy\\r\\n]Content-Length: 5\\r\\n\\r\\nhello
            30,000 headers | the answer has a header longer than 64KiB | HTTP/1.1 200 OK\\r\\n[times 30000 X: yy\\r\\n]Content-Length: 5\\r\\n\\r\\nhello
            a header of 60 kB | saved hello | HTTP/1.1 200 OK\\r\\nX: [times 60000 x]\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a header of 70 kB | the answer has a header longer than 64KiB | HTTP/1.1 200 OK\\r\\nX: [times 70000 x]\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a header that goes on in the next line | saved hello | HTTP/1.1 200 OK\\r\\nX: a\\r\\n b\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a length that goes on in the next line | expected HTTP, got something else (Content-Length value is not a number: 1 5) | HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n 5\\r\\n\\r\\nhello
            a header without a colon | expected HTTP, got something else (No colon found) | HTTP/1.1 200 OK\\r\\nhello\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a header without a name | expected HTTP, got something else (empty headers are not allowed []) | HTTP/1.1 200 OK\\r\\n: a\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a header with a blank before its colon | saved hello | HTTP/1.1 200 OK\\r\\nContent-Length : 5\\r\\n\\r\\nhello
            a header with a NUL | expected HTTP, got something else (Validation failed for header 'X') | HTTP/1.1 200 OK\\r\\nX: a\\x00b\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a header with a lone CR | expected HTTP, got something else (Validation failed for header 'X') | HTTP/1.1 200 OK\\r\\nX: a\\rb\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a head with bare line ends | expected HTTP, got something else (Line Feed must be preceded by Carriage Return when terminating HTTP start- and header field-lines) | HTTP/1.1 200 OK\\nContent-Length: 5\\n\\nhello
            a head with empty lines before it | saved hello | \\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a status of one digit | 2 OK | HTTP/1.1 2 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a status of four digits | 2000 OK | HTTP/1.1 2000 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a status that means nothing | saved hello | HTTP/1.1 299 Hm\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a status below all others | 0 OK | HTTP/1.1 000 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a status without words | saved hello | HTTP/1.1 200\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a version of the future | expected HTTP, got something else (Unsupported HTTP version: HTTP/3.7) | HTTP/3.7 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a version that is none | expected HTTP, got something else (invalid version format: HTTP/ONE) | HTTP/one 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            another protocol | expected HTTP, got something else (invalid version format: ICY) | ICY 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a body without a head | the connection ended before the head of an answer | hello
            nothing at all | the connection ended before the head of an answer |
            a word before the answer | saved hello | HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            500 words before the answer | saved hello | [times 500 HTTP/1.1 103 Early Hints\\r\\n\\r\\n]HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            another protocol from now on | 101 Switching Protocols | HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: upgrade\\r\\n\\r\\nhello
            two answers | expected the end of the connection after the body, got more bytes | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhelloHTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nworld
            a coding that is not what it says | expected gzip, got something else | HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a coding that nobody asked for | Content-Encoding: expected gzip, deflate or none, got br | HTTP/1.1 200 OK\\r\\nContent-Encoding: br\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            a coding of nothing | gzip is cut short | HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\nContent-Length: 0\\r\\n\\r\\n
            no coding by name | saved hello | HTTP/1.1 200 OK\\r\\nContent-Encoding: identity\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            """)
    void eitherGivesTheRightFileOrSaysWhyNot(String name, String verdict, String script) throws Exception {
        server.on("/page", script(script == null ? "" : script));
        Files.writeString(output(), "old");

        FetchOutcome outcome = fetch(config(server.url("/page")).put("idleTimeout", "500ms"));

        String content = Files.readString(output(), StandardCharsets.ISO_8859_1);
        String told = outcome.passed()
                ? "saved " + content
                : outcome.summary().replace("fetch: " + server.url("/page") + ": ", "");
        assertThat(told.strip()).isEqualTo(verdict);
        if (!outcome.passed()) {
            assertThat(content).isEqualTo("old");
        }
        assertAlone();
    }
}

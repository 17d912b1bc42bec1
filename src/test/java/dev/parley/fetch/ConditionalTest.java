package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that has not changed is not fetched again, and not touched. */
class ConditionalTest extends FetchStories {
    private static final String DATE = "Fri, 02 Jan 2026 03:04:05 GMT";
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    private JsonObject config() {
        return config(server.url("/page")).put("conditional", true);
    }

    private static Step[] answer(String body, String validators) {
        return new Step[] {head("HTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n" + validators), bytes(body)};
    }

    private static Step notModified() {
        return head("HTTP/1.1 304 Not Modified");
    }

    private Path notes() {
        return directory.resolve("page.html.parley-notes");
    }

    private String lastRequest() {
        return server.requests().get(server.requests().size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag: \"one\"", "ETag: W/\"one\""})
    void leavesAnUnchangedFileAlone(String etag) throws Exception {
        server.on("/page", answer("hello", etag + "\nLast-Modified: " + DATE)).on("/page", notModified());
        fetch(config());
        Files.setLastModifiedTime(output(), LONG_AGO);

        FetchOutcome outcome = fetch(config());

        assertThat(outcome.summary()).isEqualTo("Unchanged " + output() + " (5 bytes).");
        assertThat(outcome.sumLine().orElseThrow()).startsWith("2cf24dba5fb0a30e");
        assertThat(lastRequest()).contains("If-None-Match: " + etag.substring(6), "If-Modified-Since: " + DATE);
        assertThat(Files.getLastModifiedTime(output())).isEqualTo(LONG_AGO);
        assertThat(directory.resolve("page.html.part")).doesNotExist();
    }

    @Test
    void takesTheNewFileWhenItHasChanged() throws Exception {
        server.on("/page", answer("hello", "ETag: \"one\""))
                .on("/page", answer("world", "ETag: \"two\""))
                .on("/page", notModified());
        fetch(config());

        assertThat(fetch(config()).summary()).isEqualTo("Saved " + output() + " (5 bytes).");
        assertThat(output()).hasContent("world");
        fetch(config());

        assertThat(lastRequest()).contains("If-None-Match: \"two\"");
    }

    @Test
    void asksForAllOfAFileThatSomebodyHasWrittenTo() throws Exception {
        server.on("/page", answer("hello", "ETag: \"one\""))
                .on("/page", notModified())
                .on("/page", ok("hello"));
        fetch(config());
        Files.writeString(output(), "jello");

        assertThat(fetch(config()).summary()).isEqualTo("Saved " + output() + " (5 bytes).");
        assertThat(output()).hasContent("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"size", "gone", "notes", "url", "sum"})
    void asksForAllOfItWithoutAFileThatFitsItsNotes(String what) throws Exception {
        server.on("/page", answer("hello", "ETag: \"one\"")).on("/other", ok("hello"));
        fetch(config());
        JsonObject again = config();
        switch (what) {
            case "size" -> Files.writeString(output(), "longer");
            case "gone" -> Files.delete(output());
            case "notes" -> Files.writeString(notes(), "[]");
            case "url" -> again.put("url", server.url("/other"));
            default -> again.put("md5", "5d41402abc4b2a76b9719d911017c592");
        }

        assertThat(fetch(again).summary()).isEqualTo("Saved " + output() + " (5 bytes).");
        assertThat(lastRequest()).doesNotContain("If-");
    }

    @ParameterizedTest
    @CsvSource({"keep, decode", "decode, keep"})
    void asksForAllOfItInTheOtherForm(String first, String then) throws Exception {
        byte[] packed = Zips.gzip("hello");
        Step[] answer = {
            head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nETag: \"one\"\nContent-Length: " + packed.length),
            bytes(packed)
        };
        server.on("/page", answer).on("/page", answer);
        fetch(config().put("coding", first));

        fetch(config().put("coding", then));

        assertThat(lastRequest()).doesNotContain("If-");
        assertThat(Files.readAllBytes(output())).isEqualTo(then.equals("keep") ? packed : "hello".getBytes(UTF_8));
    }

    @Test
    void leavesADecodedFileAloneAsWell() throws Exception {
        byte[] packed = Zips.gzip("hello");
        server.on(
                        "/page",
                        head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nETag: \"one\"\nContent-Length: "
                                + packed.length),
                        bytes(packed))
                .on("/page", notModified());
        fetch(config());

        assertThat(fetch(config()).summary()).isEqualTo("Unchanged " + output() + " (5 bytes).");
    }

    @Test
    void isASuccessAlsoWhereItsNotesCannotBeWritten() throws Exception {
        server.on("/page", answer("hello", "ETag: \"one\""));
        Files.createDirectories(notes().resolve("in the way"));

        assertThat(fetch(config()).summary()).isEqualTo("Saved " + output() + " (5 bytes).");
        assertThat(output()).hasContent("hello");
        assertThat(told.log()).contains(notes() + ": ");
    }

    @Test
    void keepsNoNotesUnlessItIsAskedTo() throws Exception {
        server.on("/page", answer("hello", "ETag: \"one\"")).on("/page", answer("hello", "ETag: \"one\""));
        fetch(config());
        assertThat(notes()).exists();

        fetch("/page");

        assertSaved("hello");
    }

    @Test
    void asksForAllOfItWhereTheServerHasNotChangedSomethingElse() throws Exception {
        server.on("/page", answer("hello", "ETag: \"one\""))
                .on("/page", head("HTTP/1.1 304 Not Modified\nETag: \"two\""))
                .on("/page", answer("world", "ETag: \"two\""));
        fetch(config());

        assertThat(fetch(config()).summary()).isEqualTo("Saved " + output() + " (5 bytes).");
        assertThat(output()).hasContent("world");
    }

    @Test
    void takesNo304ThatNobodyAskedFor() throws Exception {
        server.on("/page", notModified());

        assertThat(fetch(config()).summary()).isEqualTo("fetch: " + server.url("/page") + ": 304 Not Modified");
    }
}

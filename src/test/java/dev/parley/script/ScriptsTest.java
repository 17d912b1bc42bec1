package dev.parley.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.conversation.Side;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts in files of their own, as a server reads them. */
class ScriptsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"server": 5, "script": [{"server": "a"}]} | 1:12: server: expected a section, got 5
            {"client": [], "script": [{"server": "a"}]} | 1:12: client: expected a section, got an array
            {"client": {"script": [{"client": 5}]}, "script": [{"server": "a"}]} | 1:35: client.script[0].client: expected text, {"hex": …} or {"base64": …}, got 5
            {"client": {"script": [{"client": "a"}]}, "server": {"script": [{"sevrer": "a"}]}} | 1:66: server.script[0].sevrer: unknown key, the nearest known one is "server"
            {"framing": {"fixed": 3}, "client": {"script": [{"client": "ab"}]}, "script": [{"server": "abc"}]} | 1:60: client.script[0].client: expected a record that its framing can carry, got a record of 2 bytes for a fixed size of 3 without "pad"
            {"sript": [], "script": [{"server": "a"}]} | 1:2: sript: unknown key, the nearest known one is "script"
            """)
    void tellsWhatIsWrongInAFile(String json, String problem) {
        assertThatThrownBy(() -> find(json, "{}")).hasMessage(directory.resolve("play.json") + ":" + problem);
    }

    @Test
    void takesItsFramingFromTheSectionOrElseFromTheFileOrElseFromTheTop() throws IOException {
        String plain = "{\"script\": [{\"server\": \"a\"}]}";
        String framed = "{\"framing\": \"chunk\", \"script\": [{\"server\": \"a\"}]}";
        assertThat(find(framed, "{\"framing\": \"crlf\"}").framing()).isSameAs(Framing.CHUNK);
        assertThat(find(plain, "{\"framing\": \"crlf\"}").framing()).isSameAs(Framing.CRLF);
        assertThat(find(framed, "{\"server\": {\"framing\": \"crlf\"}}").framing())
                .isSameAs(Framing.CRLF);
    }

    private Scripts.Found find(String file, String config) throws IOException {
        Path path = Files.writeString(directory.resolve("play.json"), file);
        JsonObject whole = new JsonObject(config);
        JsonObject section = whole.getJsonObject("server", new JsonObject()).put("script", path.toString());
        return Document.parse(whole.put("server", section).encode(), "config", Overlays.none())
                .section(
                        "server",
                        server -> Scripts.find(server, Side.SERVER, Duration.ofSeconds(5), Limits.DEFAULT)
                                .orElseThrow());
    }
}

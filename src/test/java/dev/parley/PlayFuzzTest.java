package dev.parley;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Looks for rules and steps that are neither accepted nor refused with a problem told. */
@Tag("fuzz")
class PlayFuzzTest {
    @FuzzTest
    void isReadOrRefused(byte[] text) {
        String list = "[" + new String(text, StandardCharsets.UTF_8);
        Refusal.of("{\"server\": {\"rules\": " + list + "}}");
        Refusal.of("{\"script\": " + list + "}");
    }
}

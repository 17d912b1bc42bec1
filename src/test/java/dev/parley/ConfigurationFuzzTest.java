package dev.parley;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Looks for a configuration that is neither accepted nor refused with a problem told. */
@Tag("fuzz")
class ConfigurationFuzzTest {
    @FuzzTest
    void isReadOrRefused(byte[] text) {
        Refusal.of("{" + new String(text, StandardCharsets.UTF_8));
    }
}

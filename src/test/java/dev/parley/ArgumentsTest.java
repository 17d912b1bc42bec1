package dev.parley;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void aReportNeedsANameThatTheFileSystemCanHold() {
        assertThatThrownBy(() -> Arguments.parse("check", "a.json", "-report", "a\0.json"))
                .isInstanceOf(UsageException.class)
                .hasMessage("-report: expected a file's path, got \"a\0.json\"");
    }
}

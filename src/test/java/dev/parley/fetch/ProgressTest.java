package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Told told = new Told();

    @AfterEach
    void lookAway() {
        told.close();
    }

    private String shown(Consumer<Progress> story, int targets) {
        try (Progress progress = new Progress.Bar(targets)) {
            story.accept(progress);
        }
        return told.log();
    }

    @Test
    void showsHowMuchHasCome() {
        String shown = shown(
                progress -> {
                    progress.began(4096);
                    progress.arrived(4096);
                },
                1);

        assertThat(shown).contains("fetch", "100%", "4/4KiB", "KiB/s").doesNotContain("of 1");
    }

    @Test
    void showsABodyOfUnknownLength() {
        String shown = shown(
                progress -> {
                    progress.began(-1);
                    progress.arrived(4096);
                },
                1);

        assertThat(shown).contains("4/?KiB");
    }

    @Test
    void sumsUpSeveral() {
        String shown = shown(
                progress -> {
                    progress.began(4096);
                    progress.arrived(4096);
                    progress.ended();
                    progress.began(6144);
                    progress.arrived(1024);
                },
                3);

        assertThat(shown).contains("5/10KiB", "1 of 3");
    }

    @Test
    void showsNothingBeforeTheFirstBody() {
        assertThat(shown(Progress::ended, 1)).isEmpty();
    }

    @Test
    void takesBackWhatDidNotComeOfABody() {
        String shown = shown(
                progress -> {
                    progress.began(4096);
                    progress.arrived(1024);
                    progress.missed(3072);
                    progress.began(3072);
                    progress.arrived(3072);
                },
                1);

        assertThat(shown).contains("4/4KiB");
    }
}

package dev.parley.fetch;

import dev.parley.report.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far all downloads of a process have come: one bar for whoever watches standard error on a terminal, with rate and
 * time left, and nothing for anybody else. For several threads.
 */
interface Progress extends AutoCloseable {
    /** A body begins that has so many bytes, or -1 when nobody knows. */
    void began(long length);

    void arrived(long bytes);

    /** So many bytes of a body that had begun will not come; -1 when nobody knows. */
    void missed(long bytes);

    /** One more target is done. */
    void ended();

    @Override
    void close();

    /** @param targets how many there are */
    static Progress of(int targets) {
        return Console.watched() ? new Bar(targets) : NONE;
    }

    Progress NONE = new Progress() {
        @Override
        public void began(long length) {}

        @Override
        public void arrived(long bytes) {}

        @Override
        public void missed(long bytes) {}

        @Override
        public void ended() {}

        @Override
        public void close() {}
    };

    /** There from the first body on: what fails before that has its line for itself. */
    final class Bar implements Progress {
        private static final int WIDTH = 79;
        private static final long UNKNOWN = -1;

        private final int targets;
        private final Line line = new Line();
        private ProgressBar bar;
        private long expected;
        private int ended;

        Bar(int targets) {
            this.targets = targets;
        }

        @Override
        public synchronized void began(long length) {
            expected = length < 0 || expected < 0 ? UNKNOWN : expected + length;
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("fetch")
                        .setInitialMax(expected)
                        .setUnit("KiB", 1024)
                        .showSpeed()
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setConsumer(line)
                        .build();
            } else {
                bar.maxHint(expected);
            }
            tell();
        }

        @Override
        public synchronized void arrived(long bytes) {
            bar.stepBy(bytes);
        }

        @Override
        public synchronized void missed(long bytes) {
            if (bytes > 0 && expected != UNKNOWN) {
                expected -= bytes;
                bar.maxHint(expected);
            }
        }

        @Override
        public synchronized void ended() {
            ended++;
            tell();
        }

        private void tell() {
            if (bar != null && targets > 1) {
                bar.setExtraMessage(" " + ended + " of " + targets);
            }
        }

        @Override
        public synchronized void close() {
            if (bar != null) {
                bar.close();
                line.close(); // which the library forgets when a bar is drawn for the first time as it is closed
            }
        }

        private static final class Line implements ProgressBarConsumer {
            private boolean closed;

            @Override
            public int getMaxRenderedLength() {
                return WIDTH;
            }

            /** A last time also while it is being closed: the bar has a thread of its own. */
            @Override
            public synchronized void accept(String line) {
                if (!closed) {
                    Console.draw(line);
                }
            }

            @Override
            public synchronized void close() {
                closed = true;
                Console.settle();
            }
        }
    }
}

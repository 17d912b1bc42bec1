package dev.parley.fetch;

import dev.parley.report.Console;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** How far a body has come: a bar for whoever watches standard error on a terminal, nothing for anybody else. */
interface Progress extends AutoCloseable {
    void arrived(long bytes);

    @Override
    void close();

    /** @param total bytes of the body, or -1 when nobody knows */
    static Progress of(String name, long total) {
        return Console.watched() ? bar(name, total, Console.err()) : NONE;
    }

    Progress NONE = new Progress() {
        @Override
        public void arrived(long bytes) {}

        @Override
        public void close() {}
    };

    static Progress bar(String name, long total, PrintStream terminal) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setUnit("KiB", 1024)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(terminal, 79))
                .build();
        return new Progress() {
            @Override
            public void arrived(long bytes) {
                bar.stepBy(bytes);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }
}

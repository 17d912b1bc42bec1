package dev.parley.conversation;

import dev.parley.config.Document;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time for one reply, from its template to the bytes that are to be written. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class TemplateBenchmark implements Words {
    @Param({"Welcome!", "Hello, {record}!", "{count}: {record} from {peer}, on {connection}"})
    private String text;

    private final Span record = new Span("Michael!".getBytes(StandardCharsets.UTF_8));
    private final Out out = new Out();
    private Template template;

    @Setup
    public void setUp() {
        Document document = Document.of(new JsonObject().put("text", text));
        template = Template.read(document.root().get("text"), Scope.of(Slot.OF_REPLY, Map.of()));
        document.check();
    }

    @Benchmark
    public int said() {
        out.clear();
        template.appendTo(out, this);
        return out.size();
    }

    /** The same things as of a server's conversation. */
    @Override
    public void append(Slot slot, Out out) {
        switch (slot) {
            case RECORD -> out.append(record);
            case PEER -> out.append("127.0.0.1:54321");
            case CONNECTION -> out.append(Long.toString(4711));
            case COUNT -> out.append(Long.toString(42));
        }
    }
}

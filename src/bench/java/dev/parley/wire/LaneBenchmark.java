package dev.parley.wire;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time for each record on the fast path, from the bytes of a read to those of a write. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LaneBenchmark.RECORDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LaneBenchmark {
    static final int RECORDS = 64;

    @Param({"\"line\"", "{\"delimiter\":\"<end>\"}", "{\"length\":{\"bytes\":4}}", "{\"fixed\":SIZE}"})
    private String framing;

    /** Of a record, without its framing, in bytes. */
    @Param({"8", "1024"})
    private int size;

    private byte[] read;
    private Lane lane;
    private final Span in = new Span();
    private final Out out = new Out();

    @Setup
    public void setUp() throws FramingException {
        Framing sample = Sample.framing(framing, size);
        read = Sample.records(sample, size, RECORDS);
        Echo same = new Echo(new byte[0], new byte[0]);
        lane = sample.lane(new Echoes(first -> same));
    }

    @Benchmark
    public int echo() {
        out.resize(0);
        in.set(read, 0, read.length);
        if (lane.run(in, size, out, Integer.MAX_VALUE) != RECORDS) {
            throw new IllegalStateException(in.length() + " bytes were left");
        }
        return out.size();
    }
}

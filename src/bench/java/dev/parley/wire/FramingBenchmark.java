package dev.parley.wire;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
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
import org.openjdk.jmh.infra.Blackhole;

/** The time for each record, from the bytes of a read; and with nothing but Vert.x's own parser, for comparison. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FramingBenchmark.RECORDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class FramingBenchmark {
    static final int RECORDS = 64;

    @Param({"\"line\"", "\"crlf\"", "{\"delimiter\":\"<end>\"}", "{\"length\":{\"bytes\":4}}", "{\"fixed\":SIZE}"})
    private String framing;

    /** Of a record, without its framing, in bytes. */
    @Param({"8", "1024"})
    private int size;

    @Param
    private Reads reads;

    private List<byte[]> bytes;
    private List<Buffer> buffers;
    private Deframer deframer;
    private RecordParser parser;
    private Blackhole hole;
    private final Span in = new Span();
    private final Span record = new Span();

    @Setup
    public void setUp(Blackhole hole) throws FramingException {
        this.hole = hole;
        Framing read = Sample.framing(framing, size);
        byte[] records = Sample.records(read, size, RECORDS);
        bytes = reads.of(records, RECORDS);
        buffers = reads.buffers(records, RECORDS);
        deframer = read.deframer(Limits.DEFAULT.record());
        parser = read.boundary() instanceof Delimiter delimiter
                ? RecordParser.newDelimited(Buffer.buffer(delimiter.bytes))
                : RecordParser.newFixed(read instanceof LengthFraming ? Integer.BYTES : size);
        parser.handler(read instanceof LengthFraming ? new Prefixed() : hole::consume);
    }

    @Benchmark
    public void parley() throws FramingException {
        for (byte[] read : bytes) {
            in.set(read, 0, read.length);
            while (deframer.next(in, record)) {
                hole.consume(record.length());
            }
        }
    }

    @Benchmark
    public void recordParser() {
        for (Buffer read : buffers) {
            parser.handle(read);
        }
    }

    /** What the manual of the parser does about lengths. */
    private final class Prefixed implements Handler<Buffer> {
        private boolean body;

        @Override
        public void handle(Buffer next) {
            if (body) {
                hole.consume(next);
            }
            parser.fixedSizeMode(body ? Integer.BYTES : next.getInt(0));
            body = !body;
        }
    }
}

package io.kafkavertx.benchmarks.hot;

import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.List;
import java.util.Random;
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

/** Records into a batch and out of it, for each record; the checksum on its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBatchBenchmark {
  private static final int RECORDS = 100;

  /** Bytes of a value. */
  @Param({"100", "1024"})
  public int size;

  private final byte[][] values = new byte[RECORDS][];
  private final BatchBuilder builder = new BatchBuilder(256 * 1024);
  private ByteSlice batch;

  /** Makes the values, and a batch to read. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int i = 0; i < RECORDS; i++) {
      values[i] = new byte[size];
      random.nextBytes(values[i]);
    }
    batch = ByteSlice.of(encode().toArray());
  }

  private ByteSlice encode() {
    builder.reset();
    for (int i = 0; i < RECORDS; i++) {
      builder.append(1_700_000_000_000L + i, null, values[i], List.of());
    }
    ByteSlice closed = builder.close(null);
    builder.stamp();
    return closed;
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public ByteSlice encodeAndChecksum() {
    return encode();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void checksum() {
    RecordBatches batches = RecordBatches.of(batch);
    batches.next();
    batches.current().checkCrc();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void decode(Blackhole hole) {
    RecordBatches batches = RecordBatches.of(batch);
    batches.next();
    RecordBatch current = batches.current();
    RecordCursor cursor = current.cursor(id -> null, Integer.MAX_VALUE);
    while (cursor.next()) {
      hole.consume(cursor.valueOffset());
    }
  }
}

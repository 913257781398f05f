package io.kafkavertx.benchmarks.hot;

import io.kafkavertx.partitioners.DefaultPartitionerFactory;
import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.TopicLoad;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The default partitioner: by a key's hash, and without a key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PartitionerBenchmark {
  private static final int KEYS = 1024;
  private static final int RECORD = 110;

  private final Partitioner partitioner = new DefaultPartitionerFactory().create(new JsonObject());
  private final TopicLoad topic = new SixPartitions();
  private final byte[][] keys = new byte[KEYS][16];
  private int next;

  /** Makes the keys. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    for (byte[] key : keys) {
      random.nextBytes(key);
    }
  }

  @Benchmark
  public int byKey() {
    return partitioner.partition(keys[next++ & KEYS - 1], null, topic);
  }

  @Benchmark
  public int withoutKey() {
    int chosen = partitioner.partition(null, null, topic);
    partitioner.appended(topic, chosen, RECORD);
    return chosen;
  }

  /** All there, none with anything to wait for. */
  private static final class SixPartitions implements TopicLoad {
    @Override
    public String topic() {
      return "benchmark";
    }

    @Override
    public int partitionCount() {
      return 6;
    }

    @Override
    public boolean isAvailable(int partition) {
      return true;
    }

    @Override
    public long queuedBytes(int partition) {
      return 0;
    }

    @Override
    public String leaderRack(int partition) {
      return null;
    }

    @Override
    public int batchSize() {
      return 16_384;
    }
  }
}

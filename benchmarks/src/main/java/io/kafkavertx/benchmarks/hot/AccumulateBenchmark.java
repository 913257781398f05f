package io.kafkavertx.benchmarks.hot;

import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.produce.Caller;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.partitioners.DefaultPartitionerFactory;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
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

/**
 * A record's way from {@code send} to its result, for each record: chosen partition, appended to
 * its batch, batches closed, stamped and put into a request that is answered at once, futures
 * completed. Without serializers, threads and sockets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AccumulateBenchmark {
  private static final String TOPIC = "benchmark";
  private static final int PARTITIONS = 6;

  /** More than fit into a batch of each partition at 100 bytes, so that batches fill and close. */
  private static final int RECORDS = 2_000;

  /** Bytes of a value. */
  @Param({"100", "1024"})
  public int size;

  private final QueueLoop loop = new QueueLoop();
  private final byte[][] values = new byte[RECORDS][];
  private final byte[][] keys = new byte[RECORDS][16];
  private ProducerCore producer;
  private long acknowledged;

  /** Makes the records, and a producer that has its id. */
  @Setup
  public void open() {
    Random random = new Random(1);
    for (int i = 0; i < RECORDS; i++) {
      values[i] = new byte[size];
      random.nextBytes(values[i]);
      random.nextBytes(keys[i]);
    }
    ProducerOptions options =
        new ProducerOptions()
            .setBootstrapServers("broker:9092")
            .setClientId("benchmark")
            .setLinger(Duration.ZERO);
    producer =
        new ProducerCore(
            ProduceConfig.of(options, null),
            null,
            new PromptCluster(loop, TOPIC, PARTITIONS),
            new DefaultPartitionerFactory().create(new JsonObject()),
            bytes -> {},
            failure -> {
              throw new IllegalStateException(failure);
            });
    withKey();
    if (acknowledged != RECORDS) {
      throw new IllegalStateException(acknowledged + " of " + RECORDS + " records acknowledged");
    }
  }

  private void send(int partition, byte[] key, byte[] value) {
    Promise<RecordMetadata> promise = Promise.promise();
    promise
        .future()
        .onComplete(
            stored -> acknowledged++,
            failure -> {
              throw new IllegalStateException(failure);
            });
    producer.send(
        TOPIC, partition, 1_700_000_000_000L, key, value, List.of(), Caller.ON_LOOP, promise);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long withKey() {
    for (int i = 0; i < RECORDS; i++) {
      send(-1, keys[i], values[i]);
    }
    loop.run();
    return acknowledged;
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long withoutKey() {
    for (int i = 0; i < RECORDS; i++) {
      send(-1, null, values[i]);
    }
    loop.run();
    return acknowledged;
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long toAPartition() {
    for (int i = 0; i < RECORDS; i++) {
      send(i % PARTITIONS, null, values[i]);
    }
    loop.run();
    return acknowledged;
  }
}

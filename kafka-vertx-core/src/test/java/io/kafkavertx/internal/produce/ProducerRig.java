package io.kafkavertx.internal.produce;

import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.net.VirtualLoop;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.TopicLoad;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A producer on a model cluster with virtual time. */
final class ProducerRig {
  static final long MILLI = 1_000_000;

  final VirtualLoop loop;
  final ModelCluster cluster;
  final List<Throwable> writeFailures = new ArrayList<>();
  long mostUsed;
  short acks = -1;
  boolean idempotent = true;
  int batchSize = 1000;
  int maxRequestSize = 10_000;
  long bufferMemory = 1_000_000;
  int maxInFlight = 5;
  int retries = Integer.MAX_VALUE;
  long lingerMillis = 5;
  long requestTimeoutMillis = 30_000;
  long deliveryTimeoutMillis = 120_000;
  String clientRack;
  Partitioner partitioner = new ByKey();
  CompressionCodec codec;
  ProducerCore core;
  PoisoningPool pool;

  ProducerRig() {
    this(1);
  }

  ProducerRig(long seed) {
    loop = new VirtualLoop(seed);
    cluster = new ModelCluster(loop);
  }

  /** Partition 0, or the number that the key is. */
  static final class ByKey implements Partitioner {
    @Override
    public int partition(byte[] key, byte[] value, TopicLoad topic) {
      return key == null ? 0 : Integer.parseInt(new String(key, StandardCharsets.UTF_8));
    }
  }

  ProducerRig start() {
    ProduceConfig config =
        new ProduceConfig(
            "test",
            acks,
            idempotent,
            batchSize,
            maxRequestSize,
            bufferMemory,
            maxInFlight,
            retries,
            lingerMillis * MILLI,
            100 * MILLI,
            1000 * MILLI,
            requestTimeoutMillis * MILLI,
            (int) requestTimeoutMillis,
            deliveryTimeoutMillis * MILLI,
            300_000 * MILLI,
            clientRack,
            codec);
    pool = new PoisoningPool(batchSize);
    core =
        new ProducerCore(
            config,
            null,
            cluster,
            partitioner,
            used -> mostUsed = Math.max(mostUsed, used),
            writeFailures::add,
            pool);
    return this;
  }

  Future<RecordMetadata> send(String topic, int partition, String value) {
    Promise<RecordMetadata> promise = Promise.promise();
    core.send(
        topic,
        partition,
        loop.wallMillis(),
        null,
        value.getBytes(StandardCharsets.UTF_8),
        List.of(),
        Caller.ON_LOOP,
        promise);
    return promise.future();
  }

  Future<Void> write(String topic, int partition, String value) {
    return core.write(
        topic,
        partition,
        loop.wallMillis(),
        null,
        value.getBytes(StandardCharsets.UTF_8),
        List.of(),
        Caller.ON_LOOP);
  }

  <T> T get(Future<T> future, long mostMillis) {
    loop.until("the result", mostMillis, future::isComplete);
    if (future.failed()) {
      throw new AssertionError("it failed", future.cause());
    }
    return future.result();
  }

  Throwable failure(Future<?> future, long mostMillis) {
    loop.until("the failure", mostMillis, future::isComplete);
    if (future.succeeded()) {
      throw new AssertionError("it succeeded: " + future.result());
    }
    return future.cause();
  }
}

package io.kafkavertx.internal.produce;

import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A producer on real sockets that overwrites the buffer of a batch the moment that it may be used
 * again. Here because only this package may give a producer its buffers.
 */
public final class PoisonedProducer {
  private static final byte POISON = (byte) 0xDE;

  private final ClientShell shell;
  private final Cluster cluster;
  private final ProducerCore core;
  private long released;

  public PoisonedProducer(Vertx vertx, ProducerOptions options) {
    shell = ClientShell.open(vertx, options);
    cluster = Cluster.open(shell.loop(), shell.transport(), options);
    core =
        new ProducerCore(
            ProduceConfig.of(options, null),
            null,
            cluster,
            Plugins.partitioner(options.getPartitioner()).create(new JsonObject()),
            used -> {},
            failure -> {},
            new BatchPool(options.getBatchSize()) {
              @Override
              void released(ProducerBatch batch) {
                released++;
                ByteSlice bytes = batch.bytes();
                Arrays.fill(bytes.array(), bytes.offset(), bytes.offset() + bytes.length(), POISON);
              }
            });
  }

  /** Runs a task on the producer's event loop, after a time. */
  public void later(Duration time, Runnable task) {
    shell.run(() -> shell.loop().schedule(time.toNanos(), task));
  }

  /** Sends from the producer's event loop. */
  public Future<RecordMetadata> send(String topic, int partition, byte[] value) {
    Promise<RecordMetadata> promise = Promise.promise();
    core.send(
        topic,
        partition,
        shell.loop().wallMillis(),
        null,
        value,
        List.of(),
        Caller.ON_LOOP,
        promise);
    return promise.future();
  }

  /** Bytes without a result; on the event loop. */
  public long used() {
    return core.used();
  }

  /** How many buffers have been overwritten; on the event loop. */
  public long released() {
    return released;
  }

  /** Closes everything. */
  public Future<Void> close() {
    shell.onClose(
        () ->
            core.close(shell.loop().nanoTime() + Duration.ofSeconds(5).toNanos())
                .eventually(cluster::close));
    return shell.close();
  }
}

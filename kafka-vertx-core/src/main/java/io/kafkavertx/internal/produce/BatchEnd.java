package io.kafkavertx.internal.produce;

import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.net.EventLoop;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The end of batches: results are told in the order of the partition, and everything that a batch
 * holds is given back.
 */
final class BatchEnd {
  private final ProduceConfig config;
  private final EventLoop loop;
  private final MemoryBound memory;
  private final FlushTracker flushes;
  private final BatchPool pool;
  private final Identity identity;
  private final ProduceMetrics metrics;
  private final Expiry expiry;
  private final Consumer<Throwable> writeFailures;
  private final Consumer<Throwable> failures;

  /**
   * @param writeFailures told why records failed that share a future
   * @param failures told why any records failed, before those who sent them are
   */
  BatchEnd(
      ProduceConfig config,
      EventLoop loop,
      MemoryBound memory,
      FlushTracker flushes,
      BatchPool pool,
      Identity identity,
      ProduceMetrics metrics,
      Expiry expiry,
      Consumer<Throwable> writeFailures,
      Consumer<Throwable> failures) {
    this.config = config;
    this.loop = loop;
    this.memory = memory;
    this.flushes = flushes;
    this.pool = pool;
    this.identity = identity;
    this.metrics = metrics;
    this.expiry = expiry;
    this.writeFailures = writeFailures;
    this.failures = failures;
  }

  /** A batch under way was stored. */
  void stored(ProducerBatch batch, long baseOffset, long appendTime) {
    batch.answered(baseOffset, appendTime);
    batch.queue.answered(batch, loop.nanoTime());
    if (config.idempotent()) {
      tell(batch.queue);
    } else {
      succeed(batch);
    }
  }

  /** Tells the results of stored batches that waited for an earlier one. */
  private void tell(PartitionQueue queue) {
    ProducerBatch next;
    while ((next = queue.nextResult()) != null) {
      succeed(next);
    }
  }

  /** Tells that a stored batch is stored. */
  void succeed(ProducerBatch batch) {
    leave(batch);
    metrics.sent(batch, loop.nanoTime());
    batch.results.succeed(batch.queue.topicPartition, batch.baseOffset, batch.appendTime);
    pool.giveBack(batch);
    flushes.left(batch.flushEpoch);
  }

  void fail(ProducerBatch batch, KafkaException cause) {
    KafkaException told = batch.maybeStored ? Failures.unknown(batch, cause) : cause;
    fail(batch, i -> told, told);
  }

  void fail(
      ProducerBatch batch, IntFunction<? extends KafkaException> causes, KafkaException general) {
    leave(batch);
    metrics.failed(batch, loop.nanoTime(), general);
    closeGap(batch);
    failures.accept(general);
    batch.results.fail(causes, general);
    if (batch.results.hasWrites()) {
      writeFailures.accept(general);
    }
    flushes.left(batch.flushEpoch);
    tell(batch.queue);
  }

  /** A batch that was refused is replaced by its parts, which have their sequence numbers. */
  void replace(ProducerBatch batch, List<ProducerBatch> parts) {
    PartitionQueue queue = batch.queue;
    queue.remove(batch);
    expiry.remove(batch);
    batch.done(loop.nanoTime());
    for (ProducerBatch part : parts) {
      flushes.joined(part.flushEpoch);
      expiry.add(part);
      queue.insert(part);
    }
    flushes.left(batch.flushEpoch);
  }

  private void leave(ProducerBatch batch) {
    batch.queue.remove(batch);
    expiry.remove(batch);
    batch.done(loop.nanoTime());
    memory.release(batch.memory());
  }

  /**
   * A batch that leaves without having been stored leaves a gap in the sequence numbers. When
   * nothing follows, its number can be given again; otherwise, or when it may have been stored
   * after all, only a new epoch helps.
   */
  private void closeGap(ProducerBatch batch) {
    if (!batch.isSequenced()) {
      return;
    }
    PartitionQueue queue = batch.queue;
    if (!batch.maybeStored && !queue.hasSequencedAfter(batch)) {
      queue.nextSequence = batch.baseSequence;
    } else {
      identity.bump("a batch of " + queue.topicPartition + " left a gap in its sequence numbers");
    }
  }
}

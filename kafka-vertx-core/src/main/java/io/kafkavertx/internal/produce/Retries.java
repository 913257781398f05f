package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.net.EventLoop;
import java.util.function.Consumer;

/**
 * Sends batches again: at once when the reason has gone, else after a pause that grows. A batch
 * keeps its place and its sequence number.
 */
final class Retries {
  private final ProduceConfig config;
  private final EventLoop loop;
  private final ProduceMetrics metrics;
  private final BatchEnd end;
  private final Consumer<PartitionQueue> offer;

  Retries(
      ProduceConfig config,
      EventLoop loop,
      ProduceMetrics metrics,
      BatchEnd end,
      Consumer<PartitionQueue> offer) {
    this.config = config;
    this.loop = loop;
    this.metrics = metrics;
    this.end = end;
    this.offer = offer;
  }

  /** Sends a batch again as soon as possible. */
  void now(ProducerBatch batch, String why) {
    if (back(batch, why)) {
      again(batch.queue);
    }
  }

  /**
   * Sends a batch again after a pause.
   *
   * @param untilNewLeader whether another leader of the partition ends the pause
   */
  void later(ProducerBatch batch, String why, boolean untilNewLeader) {
    PartitionQueue queue = batch.queue;
    if (!back(batch, why) || queue.backoff != null) {
      return;
    }
    queue.backoffEndsWithNewLeader = untilNewLeader;
    queue.backoff =
        loop.schedule(
            config.backoff(batch.attempts, loop.random()),
            () -> {
              queue.backoff = null;
              offer.accept(queue);
            });
  }

  private boolean back(ProducerBatch batch, String why) {
    batch.lastError = why;
    if (batch.attempts > config.retries()) {
      end.fail(batch, Failures.exhausted(batch, config.retries()));
      offer.accept(batch.queue);
      return false;
    }
    metrics.retried(batch);
    batch.queue.retry(batch, loop.nanoTime());
    return true;
  }

  /** The reason for a pause has gone. */
  void again(PartitionQueue queue) {
    if (queue.backoff != null) {
      queue.backoff.cancel();
      queue.backoff = null;
    }
    offer.accept(queue);
  }

  /** The partition has another leader. */
  void newLeader(PartitionQueue queue) {
    if (queue.backoff == null || queue.backoffEndsWithNewLeader) {
      again(queue);
    }
  }
}

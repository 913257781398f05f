package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.net.EventLoop;
import java.util.function.Consumer;

/**
 * Ends batches whose delivery timeout is over. All batches stand in one chain by deadline, so one
 * timer is enough; it is set for the first of them and not touched when that one is done before.
 */
final class Expiry {
  private final EventLoop loop;
  private final Consumer<ProducerBatch> expired;
  private final Chain<ProducerBatch> byDeadline = new Chain<>();
  private EventLoop.Timer timer;
  private long timerNanos;

  Expiry(EventLoop loop, Consumer<ProducerBatch> expired) {
    this.loop = loop;
    this.expired = expired;
  }

  /** How many batches have no result yet. */
  int size() {
    return byDeadline.size();
  }

  /** The batch that expires first; null when there is none. */
  ProducerBatch first() {
    return byDeadline.first();
  }

  void add(ProducerBatch batch) {
    // Nearly always the last one; records that waited for metadata are older than others.
    ProducerBatch place = byDeadline.last();
    while (place != null && place.deadlineNanos - batch.deadlineNanos > 0) {
      place = byDeadline.before(place);
    }
    byDeadline.addAfter(place, batch);
    if (timer == null || batch.deadlineNanos - timerNanos < 0) {
      set(batch.deadlineNanos);
    }
  }

  void remove(ProducerBatch batch) {
    byDeadline.remove(batch);
  }

  private void set(long atNanos) {
    if (timer != null) {
      timer.cancel();
    }
    timerNanos = atNanos;
    timer = loop.schedule(Math.max(0, atNanos - loop.nanoTime()), this::run);
  }

  private void run() {
    timer = null;
    long now = loop.nanoTime();
    ProducerBatch first;
    while ((first = byDeadline.first()) != null && first.deadlineNanos - now <= 0) {
      byDeadline.remove(first);
      expired.accept(first);
    }
    if (first != null && timer == null) {
      set(first.deadlineNanos);
    }
  }

  void close() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}

package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The poll style: records as answers instead of a stream. On the loop. */
final class Polls<K, V> {
  private final EventLoop loop;
  private final Meters meters;
  private final RecordFetcher<K, V> fetcher;
  private final int maxRecords;
  private final Supplier<ConsumerGroupMetadata> identity;
  private List<ConsumerRecord<K, V>> last = List.of();
  private int wanted;
  private Promise<ConsumerRecords<K, V>> open;
  private EventLoop.Timer timer;

  /** Set by the first poll. */
  private Level age;

  private Runnable stopSampling;
  private long polledAt;
  private long calls;

  /**
   * @param identity who the consumer is in its group now; null without one
   */
  Polls(
      EventLoop loop,
      Meters meters,
      RecordFetcher<K, V> fetcher,
      int maxRecords,
      Supplier<ConsumerGroupMetadata> identity) {
    this.loop = loop;
    this.meters = meters;
    this.fetcher = fetcher;
    this.maxRecords = maxRecords;
    this.identity = identity;
  }

  /**
   * @param max the most records, no more than the option says
   */
  Future<ConsumerRecords<K, V>> poll(long timeoutNanos, int max) {
    if (open != null) {
      return Future.failedFuture(
          new IllegalStateException("poll was called before the last poll has completed"));
    }
    calls++;
    // Whoever asks for more is through with what he has.
    polled();
    last.forEach(fetcher::handled);
    last = List.of();
    wanted = Math.min(max, maxRecords);
    ConsumerRecords<K, V> ready = take();
    if (!ready.isEmpty() || timeoutNanos <= 0) {
      return Future.succeededFuture(ready);
    }
    open = Promise.promise();
    timer = loop.schedule(timeoutNanos, () -> complete(take()));
    return open.future();
  }

  private void polled() {
    polledAt = loop.nanoTime();
    if (age == null) {
      age = meters.level(Metric.POLL_AGE);
      stopSampling = meters.onSample(this::sample);
    }
  }

  private void sample() {
    age.set(open != null ? 0 : loop.nanoTime() - polledAt);
  }

  /** Since when the application has had what it was given last; {@code now} without anything. */
  long outSince(long now) {
    return open != null || last.isEmpty() ? now : polledAt;
  }

  /** Whether the application, which polls, leaves records waiting. */
  boolean isMissed() {
    return age != null && open == null && fetcher.isReady();
  }

  /** How often it was called. */
  long calls() {
    return calls;
  }

  private ConsumerRecords<K, V> take() {
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    fetcher.drain(wanted, records::add);
    last = records;
    return new ConsumerRecords<>(records, identity.get());
  }

  /** There may be records. */
  void recordsAvailable() {
    if (open != null && fetcher.isReady()) {
      ConsumerRecords<K, V> records = take();
      if (!records.isEmpty()) {
        complete(records);
      }
    }
  }

  private void complete(ConsumerRecords<K, V> records) {
    Promise<ConsumerRecords<K, V>> promise = open;
    open = null;
    polledAt = loop.nanoTime();
    timer.cancel();
    promise.complete(records);
  }

  void close(Throwable cause) {
    if (stopSampling != null) {
      stopSampling.run();
    }
    if (open != null) {
      Promise<ConsumerRecords<K, V>> promise = open;
      open = null;
      timer.cancel();
      promise.fail(cause);
    }
  }
}

package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Records for a thread that iterates over them and blocks while there are none. It gets a handful
 * at a time. What it has not taken can be taken back at any moment, so that nobody ever waits for
 * it: not a seek, not a rebalance, not closing. On the loop.
 */
public final class Pulls<K, V> {
  private final EventLoop loop;
  private final RecordFetcher<K, V> fetcher;
  private final Returned<K, V> returned;
  private final int maxRecords;
  private List<ConsumerRecord<K, V>> records = List.of();
  private Handout out;
  private int reported;
  private long outAt;
  private Wait<K, V, ?> waiting;
  private boolean closed;

  /** A thread that waits. */
  private static final class Wait<K, V, H extends Handout> {
    final Promise<H> promise = Promise.promise();
    final Function<List<ConsumerRecord<K, V>>, H> wrap;
    EventLoop.Timer timer;

    Wait(Function<List<ConsumerRecord<K, V>>, H> wrap) {
      this.wrap = wrap;
    }

    /** Returns what is in the thread's hands from now on. */
    Handout complete(List<ConsumerRecord<K, V>> records) {
      stopTimer();
      H handout = wrap.apply(records);
      promise.complete(handout);
      return handout;
    }

    void end() {
      stopTimer();
      promise.complete(null);
    }

    private void stopTimer() {
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  Pulls(EventLoop loop, RecordFetcher<K, V> fetcher, int maxRecords) {
    this.loop = loop;
    this.fetcher = fetcher;
    this.returned = new Returned<>(fetcher);
    this.maxRecords = maxRecords;
  }

  /**
   * More records, when there are some; what was handed out before is done with.
   *
   * @param timeoutNanos {@link Long#MAX_VALUE} waits until the consumer is closed
   * @param wrap makes what the thread takes records from
   * @return completes with null when the time is over or the consumer is closed
   */
  public <H extends Handout> Future<H> next(
      long timeoutNanos, Function<List<ConsumerRecord<K, V>>, H> wrap) {
    if (waiting != null) {
      return Future.failedFuture(
          new IllegalStateException("two threads iterate over the records of one consumer"));
    }
    recall();
    while (reported < records.size()) {
      fetcher.handled(records.get(reported++));
    }
    forget();
    if (closed) {
      return Future.succeededFuture();
    }
    Wait<K, V, H> wait = new Wait<>(wrap);
    waiting = wait;
    if (timeoutNanos != Long.MAX_VALUE) {
      wait.timer = loop.schedule(timeoutNanos, this::late);
    }
    recordsAvailable();
    return wait.promise.future();
  }

  private void late() {
    Wait<K, V, ?> wait = waiting;
    waiting = null;
    wait.end();
  }

  private void forget() {
    out = null;
    records = List.of();
    reported = 0;
  }

  /** There may be records. */
  void recordsAvailable() {
    if (waiting == null) {
      return;
    }
    List<ConsumerRecord<K, V>> taken = take();
    if (!taken.isEmpty()) {
      Wait<K, V, ?> wait = waiting;
      waiting = null;
      records = taken;
      reported = 0;
      outAt = loop.nanoTime();
      out = wait.complete(taken);
    }
  }

  private List<ConsumerRecord<K, V>> take() {
    returned.unpark();
    List<ConsumerRecord<K, V>> taken = new ArrayList<>();
    ConsumerRecord<K, V> old;
    while (taken.size() < maxRecords && (old = returned.next()) != null) {
      taken.add(old);
    }
    if (taken.size() < maxRecords) {
      fetcher.drain(maxRecords - taken.size(), taken::add);
    }
    return taken;
  }

  /** True when positions are those of handled records: what is out may come back. */
  boolean isOut() {
    return out != null || !returned.isEmpty();
  }

  /** Learns how far the thread is. */
  void sync() {
    if (out != null) {
      int through = Math.min(out.through(), records.size());
      if (reported < through) {
        outAt = loop.nanoTime();
      }
      while (reported < through) {
        fetcher.handled(records.get(reported++));
      }
    }
  }

  /** Takes back what the thread has not taken. */
  void recall() {
    if (out != null) {
      int taken = Math.min(out.stop(), records.size());
      returned.add(records.subList(taken, records.size()));
      records = records.subList(0, taken);
      sync();
    }
  }

  /**
   * The thread asks for no more. What it is not through with goes by another way, or the next time.
   */
  public void finish() {
    recall();
    returned.add(records.subList(reported, records.size()));
    forget();
    returned.giveBack();
    if (waiting != null) {
      late();
    }
  }

  /** Since when the thread has had the record that it is at, at the most; {@code now} without. */
  long outSince(long now) {
    return out == null || reported == records.size() ? now : outAt;
  }

  void close() {
    closed = true;
    recall();
    if (waiting != null) {
      late();
    }
  }
}

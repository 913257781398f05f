package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Records on their way to a handler on another thread. One chunk is out at a time, and it is a
 * message: the loop gives it away and touches it no more until it comes back. The handler's thread
 * may end it early; the rest then goes back undelivered.
 *
 * <p>A chunk whose handler is slow ends by itself after {@link #PATIENCE_NANOS} and goes on as
 * another one, so that the loop learns what was handled and automatic commits are up to date.
 */
public final class Chunk<K, V> {
  private static final long PATIENCE_NANOS = 100_000_000;

  private final List<ConsumerRecord<K, V>> records;
  private final Consumer<ConsumerRecord<K, V>> each;
  private final Consumer<List<ConsumerRecord<K, V>>> all;
  private final LongSupplier clock;
  private final Consumer<Chunk<K, V>> back;
  private int done;
  private int reported;
  private boolean stopped;

  /**
   * @param each gets the records one by one; null when {@code all} gets them together
   * @param clock in nanoseconds, from any thread
   */
  Chunk(
      List<ConsumerRecord<K, V>> records,
      Consumer<ConsumerRecord<K, V>> each,
      Consumer<List<ConsumerRecord<K, V>>> all,
      LongSupplier clock,
      Consumer<Chunk<K, V>> back) {
    this.records = records;
    this.each = each;
    this.all = all;
    this.clock = clock;
    this.back = back;
  }

  /** Hands out the records, on the handler's thread. */
  public void emit() {
    if (each != null) {
      emitEach();
    } else if (!stopped) {
      done = records.size();
      all.accept(records);
    }
    stopped = true;
    back.accept(this);
  }

  private void emitEach() {
    long end = clock.getAsLong() + PATIENCE_NANOS;
    while (!stopped && done < records.size()) {
      ConsumerRecord<K, V> record = records.get(done);
      done++;
      each.accept(record);
      // After 1, 2, 4, 8... records: a handler that is slow shows early, and clocks cost time.
      if ((done & (done - 1)) == 0 && clock.getAsLong() > end) {
        return;
      }
    }
  }

  /** No further record; on the handler's thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * What was handed out since the last report, the record at hand included; on the handler's
   * thread.
   */
  public List<ConsumerRecord<K, V>> progress() {
    List<ConsumerRecord<K, V>> news = List.copyOf(records.subList(reported, done));
    reported = done;
    return news;
  }

  /** What was handed out and not reported; on the loop, when the chunk is back. */
  List<ConsumerRecord<K, V>> unreported() {
    return records.subList(reported, done);
  }

  /** What was not handed out; on the loop, when the chunk is back. */
  List<ConsumerRecord<K, V>> rest() {
    return records.subList(done, records.size());
  }
}

package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * Records on their way to a handler on another thread. One chunk is out at a time, and it is a
 * message: the loop gives it away and touches it no more until it comes back. The handler's thread
 * may end it early; the rest then goes back undelivered.
 */
public final class Chunk<K, V> {
  private final List<ConsumerRecord<K, V>> records;
  private final Consumer<Chunk<K, V>> back;
  private int done;
  private int reported;
  private boolean stopped;

  Chunk(List<ConsumerRecord<K, V>> records, Consumer<Chunk<K, V>> back) {
    this.records = records;
    this.back = back;
  }

  /** Hands out the records, on the handler's thread. */
  public void emit(Consumer<ConsumerRecord<K, V>> handler) {
    while (!stopped && done < records.size()) {
      ConsumerRecord<K, V> record = records.get(done);
      done++;
      handler.accept(record);
    }
    stopped = true;
    back.accept(this);
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

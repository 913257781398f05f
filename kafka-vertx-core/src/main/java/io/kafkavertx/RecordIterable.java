package io.kafkavertx;

import java.util.Iterator;

/**
 * Records for a thread that may block; see {@link KafkaConsumer#records()}. Only one thread
 * iterates at a time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface RecordIterable<K, V> extends Iterable<ConsumerRecord<K, V>>, AutoCloseable {
  /**
   * Goes on where the last iteration has stopped. {@link Iterator#hasNext()} waits for a record; it
   * is false when the time is over or the consumer was closed. Both methods throw {@link
   * IllegalStateException} on an event loop, and {@link KafkaException} when the thread is
   * interrupted; it stays interrupted.
   */
  @Override
  Iterator<ConsumerRecord<K, V>> iterator();

  /**
   * Ends the iteration: records can be taken in another way. The record at hand does not count as
   * handled, unless it was committed.
   */
  @Override
  void close();
}

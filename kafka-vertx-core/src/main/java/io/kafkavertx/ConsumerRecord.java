package io.kafkavertx;

import io.kafkavertx.protocol.record.TimestampType;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import java.util.List;

/**
 * A record read from a partition. Immutable and safe to keep; it keeps the received batch in memory
 * while it has headers that nobody has looked at.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
@GenIgnore(GenIgnore.PERMITTED_TYPE)
public interface ConsumerRecord<K, V> {
  /** Where it was read. */
  TopicPartition topicPartition();

  /** The topic it was read from. */
  default String topic() {
    return topicPartition().topic();
  }

  /** The number of the partition it was read from. */
  default int partition() {
    return topicPartition().partition();
  }

  /** Its position in the partition. */
  long offset();

  /** Milliseconds since 1970; -1 when the record has none (message format 0). */
  long timestamp();

  /** What {@link #timestamp()} says. */
  TimestampType timestampType();

  /** The key; null when there is none. */
  K key();

  /** The value; null for a tombstone. */
  V value();

  /** The headers in the order in which they were sent, decoded when first asked for; never null. */
  List<Header> headers();

  /** The last header with that key; null when there is none. */
  default Header header(String key) {
    List<Header> headers = headers();
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).key().equals(key)) {
        return headers.get(i);
      }
    }
    return null;
  }

  /** The epoch of the leader that wrote the batch; -1 when it is not known (before format 2). */
  int leaderEpoch();

  /** The key in bytes as it was stored, without compression; -1 when there is none. */
  int serializedKeySize();

  /** The value in bytes as it was stored, without compression; -1 when there is none. */
  int serializedValueSize();

  /**
   * Why the key or the value could not be deserialized: both are null then, and {@link #rawKey()}
   * and {@link #rawValue()} have the bytes. Null for a good record. Such records are handed out
   * with {@link ConsumerOptions.BadRecordPolicy#RAW} only.
   */
  default SerializationException failure() {
    return null;
  }

  /**
   * The bytes of the key; null when there is none, and when nobody needed them: they are kept for
   * records with a {@link #failure()}, and with {@link KafkaConsumer#process} for ordering by key
   * and for dead letters.
   */
  default byte[] rawKey() {
    return null;
  }

  /** The bytes of the value; see {@link #rawKey()}. Not kept for ordering by key. */
  default byte[] rawValue() {
    return null;
  }
}

package io.kafkavertx;

import io.kafkavertx.spi.Header;
import io.vertx.codegen.annotations.GenIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A record to send.
 *
 * @param topic where to
 * @param partition which partition; null lets the partitioner choose
 * @param timestamp milliseconds since 1970; null takes the time of the send
 * @param key may be null
 * @param value may be null: a tombstone
 * @param headers never null
 */
@GenIgnore(GenIgnore.PERMITTED_TYPE)
public record ProducerRecord<K, V>(
    String topic, Integer partition, Long timestamp, K key, V value, List<Header> headers) {
  public ProducerRecord {
    Objects.requireNonNull(topic, "a record needs a topic");
    if (topic.isEmpty()) {
      throw new IllegalArgumentException("a record needs a topic, but its name is empty");
    }
    headers = headers == null ? List.of() : headers;
    if (partition != null && partition < 0) {
      throw new IllegalArgumentException(
          "partition " + partition + " of topic " + topic + " is negative");
    }
    if (timestamp != null && timestamp < 0) {
      throw new IllegalArgumentException(
          "timestamp " + timestamp + " of a record for topic " + topic + " is negative");
    }
  }

  public static <K, V> ProducerRecord<K, V> of(String topic, V value) {
    return new ProducerRecord<>(topic, null, null, null, value, List.of());
  }

  public static <K, V> ProducerRecord<K, V> of(String topic, K key, V value) {
    return new ProducerRecord<>(topic, null, null, key, value, List.of());
  }

  /** The same record for one partition. */
  public ProducerRecord<K, V> toPartition(int newPartition) {
    return new ProducerRecord<>(topic, newPartition, timestamp, key, value, headers);
  }

  /** The same record with a timestamp of its own, in milliseconds since 1970. */
  public ProducerRecord<K, V> at(long newTimestamp) {
    return new ProducerRecord<>(topic, partition, newTimestamp, key, value, headers);
  }

  /** The same record with one more header. */
  public ProducerRecord<K, V> header(Header header) {
    List<Header> more = new ArrayList<>(headers);
    more.add(header);
    return new ProducerRecord<>(topic, partition, timestamp, key, value, more);
  }

  /** Without key, value and header values, which may be secrets. */
  @Override
  public String toString() {
    return "ProducerRecord(topic="
        + topic
        + ", partition="
        + partition
        + ", timestamp="
        + timestamp
        + ", headers="
        + headers
        + ")";
  }
}

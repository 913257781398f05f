package io.kafkavertx.internal.fetch;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.protocol.record.TimestampType;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import java.util.List;

/** A record that was read from a broker. */
public class FetchedRecord<K, V> implements ConsumerRecord<K, V> {
  private final BatchOrigin origin;
  private final long offset;
  private final long timestamp;
  private final K key;
  private final V value;
  private final int keySize;
  private final int valueSize;
  private final List<Header> headers;

  FetchedRecord(
      BatchOrigin origin,
      long offset,
      long timestamp,
      K key,
      V value,
      int keySize,
      int valueSize,
      List<Header> headers) {
    this.origin = origin;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.headers = headers;
  }

  final BatchOrigin origin() {
    return origin;
  }

  @Override
  public final TopicPartition topicPartition() {
    return origin.topicPartition();
  }

  @Override
  public final long offset() {
    return offset;
  }

  @Override
  public final long timestamp() {
    return timestamp;
  }

  @Override
  public final TimestampType timestampType() {
    return origin.timestampType();
  }

  @Override
  public final K key() {
    return key;
  }

  @Override
  public final V value() {
    return value;
  }

  @Override
  public final List<Header> headers() {
    return headers;
  }

  @Override
  public final int leaderEpoch() {
    return origin.leaderEpoch();
  }

  @Override
  public final int serializedKeySize() {
    return keySize;
  }

  @Override
  public final int serializedValueSize() {
    return valueSize;
  }

  /** Without key, value and headers, which may be secrets. */
  @Override
  public final String toString() {
    return "ConsumerRecord("
        + origin.topicPartition()
        + ", offset="
        + offset
        + ", timestamp="
        + timestamp
        + ", key="
        + (keySize < 0 ? "none" : keySize + " bytes")
        + ", value="
        + (valueSize < 0 ? "none" : valueSize + " bytes")
        + ")";
  }
}

package io.kafkavertx;

import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a record's key and value into bytes, and what a serializer throws into an error that names
 * the record.
 */
final class RecordSerializer<K, V> {
  private final Serializer<K> keys;
  private final Serializer<V> values;
  private final boolean changesHeaders;

  RecordSerializer(Serializer<K> keys, Serializer<V> values) {
    this.keys = keys;
    this.values = values;
    this.changesHeaders = keys.changesHeaders() || values.changesHeaders();
  }

  /** The headers to serialize with, and to send afterwards. */
  List<Header> headers(ProducerRecord<K, V> record) {
    return changesHeaders ? new ArrayList<>(record.headers()) : record.headers();
  }

  byte[] key(ProducerRecord<K, V> record, List<Header> headers) {
    try {
      return record.key() == null ? null : keys.serialize(record.topic(), headers, record.key());
    } catch (RuntimeException e) {
      throw failed("key", record, record.key(), e);
    }
  }

  byte[] value(ProducerRecord<K, V> record, List<Header> headers) {
    try {
      return record.value() == null
          ? null
          : values.serialize(record.topic(), headers, record.value());
    } catch (RuntimeException e) {
      throw failed("value", record, record.value(), e);
    }
  }

  /** Names types, not contents: those may be secrets. */
  private static SerializationException failed(
      String part, ProducerRecord<?, ?> record, Object data, RuntimeException cause) {
    return new SerializationException(
        "the "
            + part
            + " of a record for topic "
            + record.topic()
            + ", a "
            + data.getClass().getName()
            + ", could not be serialized",
        cause);
  }
}

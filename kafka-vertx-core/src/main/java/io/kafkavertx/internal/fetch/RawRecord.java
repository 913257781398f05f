package io.kafkavertx.internal.fetch;

import io.kafkavertx.SerializationException;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.spi.Header;
import java.util.Arrays;
import java.util.List;

/** A record that keeps a copy of its bytes, because somebody may need them. */
final class RawRecord<K, V> extends FetchedRecord<K, V> {
  private final byte[] rawKey;
  private final byte[] rawValue;
  private final SerializationException failure;

  private RawRecord(
      BatchOrigin origin,
      RecordCursor cursor,
      K key,
      V value,
      List<Header> headers,
      byte[] rawKey,
      byte[] rawValue,
      SerializationException failure) {
    super(
        origin,
        cursor.offset(),
        cursor.timestamp(),
        key,
        value,
        cursor.keyLength(),
        cursor.valueLength(),
        headers);
    this.rawKey = rawKey;
    this.rawValue = rawValue;
    this.failure = failure;
  }

  /** A good record. */
  static <K, V> RawRecord<K, V> of(
      BatchOrigin origin,
      RecordCursor cursor,
      K key,
      V value,
      List<Header> headers,
      boolean withValue) {
    return new RawRecord<>(
        origin, cursor, key, value, headers, key(cursor), withValue ? value(cursor) : null, null);
  }

  /** A record that could not be deserialized. */
  static <K, V> RawRecord<K, V> bad(
      BatchOrigin origin,
      RecordCursor cursor,
      List<Header> headers,
      SerializationException failure) {
    return new RawRecord<>(
        origin, cursor, null, null, headers, key(cursor), value(cursor), failure);
  }

  private static byte[] key(RecordCursor cursor) {
    return copy(cursor, cursor.keyOffset(), cursor.keyLength());
  }

  private static byte[] value(RecordCursor cursor) {
    return copy(cursor, cursor.valueOffset(), cursor.valueLength());
  }

  private static byte[] copy(RecordCursor cursor, int offset, int length) {
    return length < 0 ? null : Arrays.copyOfRange(cursor.array(), offset, offset + length);
  }

  @Override
  public SerializationException failure() {
    return failure;
  }

  @Override
  public byte[] rawKey() {
    return rawKey;
  }

  @Override
  public byte[] rawValue() {
    return rawValue;
  }
}

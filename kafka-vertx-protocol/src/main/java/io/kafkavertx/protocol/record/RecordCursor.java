package io.kafkavertx.protocol.record;

import io.kafkavertx.spi.Header;
import java.util.List;

/**
 * Walks over the records of one batch without making an object for each. The getters speak of the
 * record that the last {@link #next()} moved to; nobody may call them before it or after it
 * returned false.
 */
public abstract sealed class RecordCursor permits DefaultCursor, LegacyCursor {
  byte[] array;
  long offset;
  long timestamp;
  int keyOffset;
  int keyLength;
  int valueOffset;
  int valueLength;
  int headersOffset;
  int headersEnd;
  int headerCount;

  RecordCursor() {}

  /**
   * Moves to the next record.
   *
   * @return false when there is none
   * @throws CorruptRecordsException when the record does not follow the format. The headers are
   *     checked too, so that decoding them later cannot fail
   */
  public abstract boolean next();

  /** The absolute offset. */
  public final long offset() {
    return offset;
  }

  /** In milliseconds since 1970, -1 when there is none. */
  public final long timestamp() {
    return timestamp;
  }

  /** The array that holds key, value and headers; the same for all records of a batch. */
  public final byte[] array() {
    return array;
  }

  /** Where in {@link #array()} the key starts; meaningless when the key is null. */
  public final int keyOffset() {
    return keyOffset;
  }

  /** The length of the key, -1 when the key is null. */
  public final int keyLength() {
    return keyLength;
  }

  /** Where in {@link #array()} the value starts; meaningless when the value is null. */
  public final int valueOffset() {
    return valueOffset;
  }

  /** The length of the value, -1 when the value is null. */
  public final int valueLength() {
    return valueLength;
  }

  /** How many headers the record has. */
  public final int headerCount() {
    return headerCount;
  }

  /** Where in {@link #array()} the first header starts, for {@link RecordHeaders#decode}. */
  public final int headersOffset() {
    return headersOffset;
  }

  /** Where in {@link #array()} the headers end. */
  public final int headersEnd() {
    return headersEnd;
  }

  /** The headers, decoded by this call. */
  public final List<Header> headers() {
    return RecordHeaders.decode(array, headersOffset, headerCount);
  }

  /** A copy of the key, null when it is null. */
  public final byte[] key() {
    return copy(keyOffset, keyLength);
  }

  /** A copy of the value, null when it is null. */
  public final byte[] value() {
    return copy(valueOffset, valueLength);
  }

  private byte[] copy(int from, int length) {
    if (length < 0) {
      return null;
    }
    byte[] copy = new byte[length];
    System.arraycopy(array, from, copy, 0, length);
    return copy;
  }
}

package io.kafkavertx.spi;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * Turns bytes into keys or values. Called on the client's event loop; must not block.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface Deserializer<T> {
  /**
   * Deserializes a part of {@code array}, which is shared with other records: read it, do not
   * change it. Absent keys and values stay null without a call.
   *
   * @param headers the record's headers; empty, not null, when there are none
   * @throws RuntimeException when the bytes are not what they should be; the record's position goes
   *     into the error that the user sees
   */
  T deserialize(String topic, List<Header> headers, byte[] array, int offset, int length);

  /**
   * True when nothing that {@link #deserialize} returns, or throws, refers to the array: it is then
   * received into again, once all of its records have been deserialized, which spares the garbage
   * collector as many bytes as are received. Default false: a lambda may keep what it likes.
   */
  default boolean copies() {
    return false;
  }

  /** UTF-8 text. */
  static Deserializer<String> string() {
    return Serdes.STRING_DESERIALIZER;
  }

  /** A copy of the bytes. */
  static Deserializer<byte[]> bytes() {
    return Serdes.BYTES_DESERIALIZER;
  }

  /**
   * A read-only view of the received frame, without a copy; it keeps the frame in memory as long as
   * it lives.
   */
  static Deserializer<Buffer> buffer() {
    return Serdes.BUFFER_DESERIALIZER;
  }

  /** JSON text in UTF-8. */
  static Deserializer<JsonObject> json() {
    return Serdes.JSON_DESERIALIZER;
  }

  /** JSON text in UTF-8. */
  static Deserializer<JsonArray> jsonArray() {
    return Serdes.JSON_ARRAY_DESERIALIZER;
  }

  /** Four bytes, big-endian. */
  static Deserializer<Integer> int32() {
    return Serdes.INT_DESERIALIZER;
  }

  /** Eight bytes, big-endian. */
  static Deserializer<Long> int64() {
    return Serdes.LONG_DESERIALIZER;
  }

  /** Eight bytes, IEEE 754. */
  static Deserializer<Double> float64() {
    return Serdes.DOUBLE_DESERIALIZER;
  }

  /** The 36 characters of RFC 9562. */
  static Deserializer<UUID> uuid() {
    return Serdes.UUID_DESERIALIZER;
  }
}

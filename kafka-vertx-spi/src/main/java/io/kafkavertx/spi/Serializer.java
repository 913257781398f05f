package io.kafkavertx.spi;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * Turns keys or values into bytes. Called on the caller's thread or on the client's event loop;
 * must not block.
 *
 * @param <T> what it takes
 */
@FunctionalInterface
public interface Serializer<T> {
  /**
   * Serializes {@code data}, which is never null: null stays null without a call.
   *
   * @param headers the record's headers; empty, not null, when there are none. Not to be changed,
   *     unless {@link #changesHeaders} says so
   * @return the bytes, which the client does not change and does not keep
   */
  byte[] serialize(String topic, List<Header> headers, T data);

  /**
   * Whether {@link #serialize} may change the list of headers it is given, as serializers do that
   * put a schema's id there: the list is then a copy of the record's, and is what is sent. Headers
   * that the key's serializer has added are there when the value's is called.
   */
  default boolean changesHeaders() {
    return false;
  }

  /** UTF-8 text. */
  static Serializer<String> string() {
    return Serdes.STRING_SERIALIZER;
  }

  /** The array as it is. */
  static Serializer<byte[]> bytes() {
    return Serdes.BYTES_SERIALIZER;
  }

  /** The buffer's bytes. */
  static Serializer<Buffer> buffer() {
    return Serdes.BUFFER_SERIALIZER;
  }

  /** JSON text in UTF-8. */
  static Serializer<JsonObject> json() {
    return Serdes.JSON_SERIALIZER;
  }

  /** JSON text in UTF-8. */
  static Serializer<JsonArray> jsonArray() {
    return Serdes.JSON_ARRAY_SERIALIZER;
  }

  /** Four bytes, big-endian. */
  static Serializer<Integer> int32() {
    return Serdes.INT_SERIALIZER;
  }

  /** Eight bytes, big-endian. */
  static Serializer<Long> int64() {
    return Serdes.LONG_SERIALIZER;
  }

  /** Eight bytes, IEEE 754. */
  static Serializer<Double> float64() {
    return Serdes.DOUBLE_SERIALIZER;
  }

  /** The 36 characters of RFC 9562, as the Java client's UUIDSerializer writes them. */
  static Serializer<UUID> uuid() {
    return Serdes.UUID_SERIALIZER;
  }
}

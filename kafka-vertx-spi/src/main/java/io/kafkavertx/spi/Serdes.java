package io.kafkavertx.spi;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** The built-in serializers and deserializers. */
final class Serdes {
  static final Serializer<String> STRING_SERIALIZER =
      (topic, headers, data) -> data.getBytes(StandardCharsets.UTF_8);
  static final Serializer<byte[]> BYTES_SERIALIZER = (topic, headers, data) -> data;
  static final Serializer<Buffer> BUFFER_SERIALIZER = (topic, headers, data) -> data.getBytes();
  static final Serializer<JsonObject> JSON_SERIALIZER =
      (topic, headers, data) -> data.toBuffer().getBytes();
  static final Serializer<JsonArray> JSON_ARRAY_SERIALIZER =
      (topic, headers, data) -> data.toBuffer().getBytes();
  static final Serializer<Integer> INT_SERIALIZER =
      (topic, headers, data) -> ByteBuffer.allocate(4).putInt(data).array();
  static final Serializer<Long> LONG_SERIALIZER =
      (topic, headers, data) -> ByteBuffer.allocate(8).putLong(data).array();
  static final Serializer<Double> DOUBLE_SERIALIZER =
      (topic, headers, data) -> ByteBuffer.allocate(8).putDouble(data).array();
  static final Serializer<UUID> UUID_SERIALIZER =
      (topic, headers, data) -> data.toString().getBytes(StandardCharsets.UTF_8);

  static final Copying<String> STRING_DESERIALIZER =
      (topic, headers, array, offset, length) ->
          new String(array, offset, length, StandardCharsets.UTF_8);
  static final Copying<byte[]> BYTES_DESERIALIZER =
      (topic, headers, array, offset, length) -> Arrays.copyOfRange(array, offset, offset + length);
  static final Deserializer<Buffer> BUFFER_DESERIALIZER =
      (topic, headers, array, offset, length) -> view(array, offset, length);
  static final Copying<JsonObject> JSON_DESERIALIZER =
      (topic, headers, array, offset, length) -> new JsonObject(view(array, offset, length));
  static final Copying<JsonArray> JSON_ARRAY_DESERIALIZER =
      (topic, headers, array, offset, length) -> new JsonArray(view(array, offset, length));
  static final Copying<Integer> INT_DESERIALIZER =
      (topic, headers, array, offset, length) -> fixed(array, offset, length, 4).getInt();
  static final Copying<Long> LONG_DESERIALIZER =
      (topic, headers, array, offset, length) -> fixed(array, offset, length, 8).getLong();
  static final Copying<Double> DOUBLE_DESERIALIZER =
      (topic, headers, array, offset, length) -> fixed(array, offset, length, 8).getDouble();
  static final Copying<UUID> UUID_DESERIALIZER =
      (topic, headers, array, offset, length) ->
          UUID.fromString(new String(array, offset, length, StandardCharsets.UTF_8));

  private Serdes() {}

  /** What it returns has nothing to do with the array any more. */
  private interface Copying<T> extends Deserializer<T> {
    @Override
    default boolean copies() {
      return true;
    }
  }

  private static Buffer view(byte[] array, int offset, int length) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(array, offset, length).asReadOnly());
  }

  private static ByteBuffer fixed(byte[] array, int offset, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(expected + " bytes were expected, not " + length);
    }
    return ByteBuffer.wrap(array, offset, length);
  }
}

package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The JSON form of records on the event bus, for languages and bridges that know no Java objects.
 *
 * <p>A delivered record: {@code topic}, {@code partition}, {@code offset}, {@code timestamp}
 * (milliseconds since 1970), {@code timestampType} ({@code CREATE_TIME}, {@code LOG_APPEND_TIME} or
 * {@code NO_TIMESTAMP_TYPE}), {@code key}, {@code value} (null for a tombstone) and {@code
 * headers}, a list of objects with {@code key} and {@code value}. Bytes are text; where they are
 * base64, {@code keyEncoding} or {@code valueEncoding} beside them says {@code "base64"}.
 *
 * <p>A record to produce has the same fields without offset and timestampType; only {@code topic}
 * is needed, and not even that where the address has a default topic. {@code value} may be any JSON
 * value.
 */
final class RecordJson {
  private static final Set<String> PRODUCE_FIELDS =
      Set.of(
          "topic",
          "partition",
          "timestamp",
          "key",
          "keyEncoding",
          "value",
          "valueEncoding",
          "headers");

  private RecordJson() {}

  /** What a handler gets. */
  static JsonObject delivered(ConsumerRecord<Buffer, Buffer> record, Route.Encoding encoding) {
    JsonObject json =
        new JsonObject()
            .put("topic", record.topic())
            .put("partition", record.partition())
            .put("offset", record.offset())
            .put("timestamp", record.timestamp())
            .put("timestampType", record.timestampType().name());
    BytesText.put(json, "key", bytes(record.key()), encoding);
    BytesText.put(json, "value", bytes(record.value()), encoding);
    JsonArray headers = new JsonArray();
    for (Header header : record.headers()) {
      JsonObject one = new JsonObject().put("key", header.key());
      BytesText.put(one, "value", header.value(), encoding);
      headers.add(one);
    }
    return json.put("headers", headers);
  }

  /**
   * What a handler sends.
   *
   * @param defaultTopic the topic of records that name none; null when they must
   * @throws IllegalArgumentException when a field is unknown, missing or of the wrong type; the
   *     message names it
   */
  static ProducerRecord<Buffer, Buffer> toProduce(JsonObject json, String defaultTopic) {
    for (String field : json.fieldNames()) {
      if (!PRODUCE_FIELDS.contains(field)) {
        throw new IllegalArgumentException("a record to produce has no field '" + field + "'");
      }
    }
    try {
      String topic = json.getString("topic", defaultTopic);
      if (topic == null || topic.isBlank()) {
        throw new IllegalArgumentException("the record names no topic, and the address has none");
      }
      return new ProducerRecord<>(
          topic,
          json.getInteger("partition"),
          json.getLong("timestamp"),
          buffer(BytesText.get(json, "key")),
          buffer(BytesText.get(json, "value")),
          headers(json.getJsonArray("headers")));
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          "a field of the record has the wrong type: " + e.getMessage(), e);
    }
  }

  /** What the sender of a produced record gets back. */
  static JsonObject stored(RecordMetadata metadata) {
    return new JsonObject()
        .put("topic", metadata.topic())
        .put("partition", metadata.partition())
        .put("offset", metadata.offset())
        .put("timestamp", metadata.timestamp());
  }

  private static List<Header> headers(JsonArray array) {
    if (array == null) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      JsonObject one = array.getJsonObject(i);
      String key = one.getString("key");
      if (key == null) {
        throw new IllegalArgumentException("header " + i + " has no key");
      }
      headers.add(new Header(key, BytesText.get(one, "value")));
    }
    return headers;
  }

  private static byte[] bytes(Buffer buffer) {
    return buffer == null ? null : buffer.getBytes();
  }

  private static Buffer buffer(byte[] bytes) {
    return bytes == null ? null : Buffer.buffer(bytes);
  }
}

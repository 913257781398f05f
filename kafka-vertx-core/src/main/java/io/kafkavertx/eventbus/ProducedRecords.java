package io.kafkavertx.eventbus;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes records of what is sent to a produce address. */
final class ProducedRecords {
  private final String defaultTopic;

  /**
   * @param defaultTopic the topic of messages that name none; null when they must
   */
  ProducedRecords(String defaultTopic) {
    this.defaultTopic = defaultTopic;
  }

  /**
   * The one record of a message.
   *
   * @throws IllegalArgumentException when there is none; the message says why
   */
  @SuppressWarnings("unchecked")
  ProducerRecord<Buffer, Buffer> one(Message<Object> message) {
    Object body = message.body();
    if (body instanceof ProducerRecord<?, ?> record) {
      requireBuffer("key", record.key());
      requireBuffer("value", record.value());
      return (ProducerRecord<Buffer, Buffer>) record;
    } else if (body instanceof JsonObject json) {
      return RecordJson.toProduce(json, defaultTopic);
    } else if (body instanceof Buffer || body instanceof String || body == null) {
      return fromHeaders(
          message, body instanceof String text ? Buffer.buffer(text) : (Buffer) body);
    }
    throw new IllegalArgumentException(
        "a message of type "
            + body.getClass().getName()
            + " cannot become a record: send JSON, a buffer, a string or a ProducerRecord");
  }

  private static void requireBuffer(String what, Object value) {
    if (value != null && !(value instanceof Buffer)) {
      throw new IllegalArgumentException(
          "the record's " + what + " is a " + value.getClass().getName() + ", not a Buffer");
    }
  }

  private ProducerRecord<Buffer, Buffer> fromHeaders(Message<Object> message, Buffer value) {
    String topic = message.headers().get(MessageHeaders.TOPIC);
    if (topic == null) {
      topic = defaultTopic;
    }
    if (topic == null) {
      throw new IllegalArgumentException(
          "the message has no header "
              + MessageHeaders.TOPIC
              + ", and the address has no default topic");
    }
    String key = message.headers().get(MessageHeaders.KEY);
    Long partition =
        number(MessageHeaders.PARTITION, message.headers().get(MessageHeaders.PARTITION));
    if (partition != null && partition > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "header " + MessageHeaders.PARTITION + " is too large: " + partition);
    }
    List<Header> headers = new ArrayList<>();
    for (Map.Entry<String, String> header : message.headers()) {
      if (!MessageHeaders.isOurs(header.getKey())) {
        headers.add(Header.of(header.getKey(), header.getValue()));
      }
    }
    return new ProducerRecord<>(
        topic,
        partition == null ? null : partition.intValue(),
        number(MessageHeaders.TIMESTAMP, message.headers().get(MessageHeaders.TIMESTAMP)),
        key == null ? null : Buffer.buffer(key),
        value,
        headers);
  }

  private static Long number(String name, String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("header " + name + " is '" + text + "', not a number", e);
    }
  }

  /**
   * The records of a message that has a list of them.
   *
   * @throws IllegalArgumentException when one of them is none, or there is none; the message names
   *     it
   */
  List<ProducerRecord<Buffer, Buffer>> all(JsonArray list) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("the list has no records");
    }
    List<ProducerRecord<Buffer, Buffer>> records = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (!(list.getValue(i) instanceof JsonObject one)) {
        throw new IllegalArgumentException("record " + i + " of the list is not a JSON object");
      }
      try {
        records.add(RecordJson.toProduce(one, defaultTopic));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("record " + i + " of the list: " + e.getMessage(), e);
      }
    }
    return records;
  }
}

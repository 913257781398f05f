package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;

/** What a record looks like on the event bus. */
final class MessageForm {
  private final Route.Body body;
  private final Route.Encoding encoding;
  private final long timeoutMs;
  private final DeliveryOptions same;

  MessageForm(Route route) {
    this.body = route.getBody();
    this.encoding = route.getEncoding();
    this.timeoutMs = route.getAckTimeout().toMillis();
    this.same = options();
    if (body == Route.Body.RECORD) {
      same.setCodecName(
          route.getBatchSize() == 1
              ? EventBusRecords.CONSUMER_CODEC
              : EventBusRecords.CONSUMER_BATCH_CODEC);
    }
  }

  private DeliveryOptions options() {
    return new DeliveryOptions().setSendTimeout(timeoutMs);
  }

  Object body(ConsumerRecord<Buffer, Buffer> record) {
    return switch (body) {
      case RECORD -> record;
      case JSON -> RecordJson.delivered(record, encoding);
      case VALUE -> record.value();
    };
  }

  Object body(ConsumerRecords<Buffer, Buffer> records) {
    if (body == Route.Body.RECORD) {
      return records;
    }
    JsonArray list = new JsonArray();
    records.forEach(record -> list.add(RecordJson.delivered(record, encoding)));
    return list;
  }

  DeliveryOptions options(ConsumerRecord<Buffer, Buffer> record) {
    return body == Route.Body.VALUE ? withHeaders(record) : same;
  }

  /** The record's own headers first: one of them must not pass for ours. */
  private DeliveryOptions withHeaders(ConsumerRecord<Buffer, Buffer> record) {
    DeliveryOptions options = options();
    for (Header header : record.headers()) {
      if (header.value() != null && !MessageHeaders.isOurs(header.key())) {
        options.addHeader(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    options
        .addHeader(MessageHeaders.TOPIC, record.topic())
        .addHeader(MessageHeaders.PARTITION, Integer.toString(record.partition()))
        .addHeader(MessageHeaders.OFFSET, Long.toString(record.offset()))
        .addHeader(MessageHeaders.TIMESTAMP, Long.toString(record.timestamp()));
    if (record.key() != null) {
      options.addHeader(MessageHeaders.KEY, record.key().toString());
    }
    return options;
  }
}

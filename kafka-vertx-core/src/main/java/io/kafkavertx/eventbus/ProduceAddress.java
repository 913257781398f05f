package io.kafkavertx.eventbus;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An event-bus address whose messages go to Kafka. */
final class ProduceAddress implements EventBusProducer {
  private final KafkaProducer<Buffer, Buffer> producer;
  private final String defaultTopic;
  private final MessageConsumer<Object> consumer;

  private ProduceAddress(
      Vertx vertx, KafkaProducer<Buffer, Buffer> producer, String address, String defaultTopic) {
    this.producer = producer;
    this.defaultTopic = defaultTopic;
    this.consumer = vertx.eventBus().consumer(address, this::produce);
  }

  static Future<ProduceAddress> open(
      Vertx vertx, ProducerOptions options, String address, String defaultTopic) {
    EventBusRecords.register(vertx);
    KafkaProducer<Buffer, Buffer> producer =
        KafkaProducer.create(vertx, options, Serializer.buffer(), Serializer.buffer());
    ProduceAddress opened = new ProduceAddress(vertx, producer, address, defaultTopic);
    return opened
        .consumer
        .completion()
        .map(opened)
        .recover(failure -> producer.close().transform(closed -> Future.failedFuture(failure)));
  }

  private void produce(Message<Object> message) {
    ProducerRecord<Buffer, Buffer> record;
    try {
      record = toRecord(message);
    } catch (IllegalArgumentException e) {
      message.fail(FailureCodes.BAD_MESSAGE, e.getMessage());
      return;
    }
    producer
        .send(record)
        .onSuccess(metadata -> message.reply(RecordJson.stored(metadata)))
        .onFailure(failure -> message.fail(FailureCodes.of(failure), failure.getMessage()));
  }

  @SuppressWarnings("unchecked")
  private ProducerRecord<Buffer, Buffer> toRecord(Message<Object> message) {
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

  @Override
  public Future<Void> close() {
    return consumer.unregister().transform(unregistered -> producer.close());
  }

  @Override
  public Future<Void> close(Duration timeout) {
    return consumer.unregister().transform(unregistered -> producer.close(timeout));
  }
}

package io.kafkavertx.eventbus;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.health.HealthReport;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** An event-bus address whose messages go to Kafka. */
final class ProduceAddress implements EventBusProducer {
  private final KafkaProducer<Buffer, Buffer> producer;
  private final boolean transactional;
  private final ProducedRecords records;
  private final OneByOne transactions = new OneByOne();
  private final MessageConsumer<Object> consumer;

  private ProduceAddress(
      Vertx vertx,
      KafkaProducer<Buffer, Buffer> producer,
      boolean transactional,
      String address,
      String defaultTopic) {
    this.producer = producer;
    this.transactional = transactional;
    this.records = new ProducedRecords(defaultTopic);
    this.consumer = vertx.eventBus().consumer(address, this::produce);
  }

  static Future<ProduceAddress> open(
      Vertx vertx, ProducerOptions options, String address, String defaultTopic) {
    EventBusRecords.register(vertx);
    KafkaProducer<Buffer, Buffer> producer =
        KafkaProducer.create(vertx, options, Serializer.buffer(), Serializer.buffer());
    ProduceAddress opened =
        new ProduceAddress(
            vertx, producer, options.getTransactionalId() != null, address, defaultTopic);
    return opened
        .consumer
        .completion()
        .map(opened)
        .recover(failure -> producer.close().transform(closed -> Future.failedFuture(failure)));
  }

  private void produce(Message<Object> message) {
    Future<?> stored;
    try {
      stored =
          message.body() instanceof JsonArray list
              ? storeAll(list)
              : store(records.one(message)).map(RecordJson::stored);
    } catch (IllegalArgumentException e) {
      message.fail(FailureCodes.BAD_MESSAGE, e.getMessage());
      return;
    }
    stored
        .onSuccess(message::reply)
        .onFailure(failure -> message.fail(FailureCodes.of(failure), failure.getMessage()));
  }

  private Future<RecordMetadata> store(ProducerRecord<Buffer, Buffer> record) {
    return transactional
        ? transactions.add(() -> producer.inTransaction(tx -> tx.send(record)))
        : producer.send(record);
  }

  private Future<JsonArray> storeAll(JsonArray list) {
    if (!transactional) {
      throw new IllegalArgumentException(
          "a list of records is stored as a whole or not at all, which takes a transaction: give the"
              + " producer of this address a transactionalId, or send the records one by one");
    }
    List<ProducerRecord<Buffer, Buffer>> all = records.all(list);
    return transactions.add(() -> producer.inTransaction(tx -> sendAll(tx, all)));
  }

  private static Future<JsonArray> sendAll(
      KafkaProducer<Buffer, Buffer> transaction, List<ProducerRecord<Buffer, Buffer>> records) {
    List<Future<RecordMetadata>> sent = records.stream().map(transaction::send).toList();
    return Future.all(sent)
        .map(
            all -> {
              JsonArray stored = new JsonArray();
              sent.forEach(one -> stored.add(RecordJson.stored(one.result())));
              return stored;
            });
  }

  @Override
  public Future<JsonObject> health() {
    return HealthReport.orDead(producer.state().map(HealthReport::producer));
  }

  @Override
  public Future<Void> close() {
    return consumer
        .unregister()
        .transform(unregistered -> transactions.ended())
        .transform(ended -> producer.close());
  }

  @Override
  public Future<Void> close(Duration timeout) {
    if (!transactional) {
      return consumer.unregister().transform(unregistered -> producer.close(timeout));
    }
    // The rest is for the producer, to give up the transaction that is open then.
    long most = Math.max(1, timeout.toMillis() / 4 * 3);
    return consumer
        .unregister()
        .transform(unregistered -> transactions.ended().timeout(most, MILLISECONDS))
        .transform(
            ended -> producer.close(Duration.ofMillis(Math.max(0, timeout.toMillis() - most))));
  }
}

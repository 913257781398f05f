package io.kafkavertx.examples.rxjava;

import io.kafkavertx.CommitFailedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.rxjava3.KafkaConsumer;
import io.kafkavertx.rxjava3.KafkaProducer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.json.JsonObject;
import io.vertx.rxjava3.CompletableHelper;
import io.vertx.rxjava3.core.AbstractVerticle;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns orders into invoices: reads one topic, writes another, and commits what has been written.
 * An order becomes at least one invoice, whatever breaks; the invoices of a partition of orders are
 * written in the order of the orders.
 */
public final class InvoicingVerticle extends AbstractVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(InvoicingVerticle.class);
  private static final int AT_A_TIME = 64;

  private KafkaConsumer<String, JsonObject> consumer;
  private KafkaProducer<String, JsonObject> producer;
  private Disposable running = Disposable.disposed();

  @Override
  public Completable rxStart() {
    consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions(config().getJsonObject("consumer")).setEnableAutoCommit(false),
            Deserializer.string(),
            Deserializer.json());
    producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions(config().getJsonObject("producer")),
            Serializer.string(),
            Serializer.json());
    running =
        invoices()
            .subscribe(
                () -> {},
                failure -> {
                  LOG.error("invoicing has ended; what is not committed is read again", failure);
                  vertx.undeploy(deploymentID()).subscribe(CompletableHelper.nullObserver());
                });
    return consumer.rxSubscribe(Set.of("orders"));
  }

  /** Writes invoices and commits, without end. */
  private Completable invoices() {
    return consumer
        .toFlowable()
        // No more orders are asked for while this many invoices are on their way.
        .concatMapEager(order -> write(order).toFlowable(), AT_A_TIME, 1)
        .groupBy(ConsumerRecord::topicPartition)
        .flatMapCompletable(
            written ->
                // While one commit is on its way, only the latest of those behind it counts.
                written.onBackpressureLatest().concatMapCompletable(this::commit));
  }

  private Single<ConsumerRecord<String, JsonObject>> write(
      ConsumerRecord<String, JsonObject> order) {
    return producer.rxSend(invoice(order)).map(stored -> order);
  }

  private static ProducerRecord<String, JsonObject> invoice(
      ConsumerRecord<String, JsonObject> order) {
    JsonObject invoice =
        new JsonObject()
            .put("order", order.value().getInteger("id"))
            .put("cents", order.value().getInteger("pieces") * order.value().getInteger("price"));
    return ProducerRecord.of("invoices", order.key(), invoice);
  }

  private Completable commit(ConsumerRecord<String, JsonObject> order) {
    return consumer
        .rxCommit(Map.of(order.topicPartition(), new OffsetAndMetadata(order.offset() + 1)))
        .ignoreElement()
        // The partition is another's by now, who reads again what is not committed.
        .onErrorComplete(CommitFailedException.class::isInstance);
  }

  @Override
  public Completable rxStop() {
    running.dispose();
    return Completable.mergeArrayDelayError(producer.rxClose(), consumer.rxClose());
  }
}

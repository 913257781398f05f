package io.kafkavertx.examples.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.admin.PartitionLag;
import io.kafkavertx.rxjava3.KafkaConsumer;
import io.kafkavertx.rxjava3.KafkaProducer;
import io.kafkavertx.rxjava3.admin.KafkaAdmin;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.rxjava3.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bindings for RxJava 3 on a real broker. */
final class InvoicingTest {
  private static final int ORDERS = 3000;
  private static final int KEYS = 7;

  private static KafkaBroker broker;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.start(BrokerOptions.version("4.4.0"));
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.rxClose().blockingAwait();
    broker.close();
  }

  @Test
  void everyOrderBecomesAnInvoiceThoughTheVerticleIsReplacedHalfway() {
    broker.createTopic("orders", 3);
    broker.createTopic("invoices", 1);
    String first = deploy();
    produceOrders(0, ORDERS / 2);
    String second = deploy();
    produceOrders(ORDERS / 2, ORDERS);
    // Disposed of in the middle of its work.
    vertx.rxUndeploy(first).blockingAwait();

    Map<String, TreeSet<Integer>> invoiced = new TreeMap<>();
    KafkaConsumer<String, JsonObject> reader = consumer("audit");
    reader.rxSubscribe("invoices").blockingAwait();
    reader
        .toFlowable()
        .takeUntil(
            invoice -> {
              invoiced
                  .computeIfAbsent(invoice.key(), key -> new TreeSet<>())
                  .add(invoice.value().getInteger("order"));
              return invoiced.values().stream().mapToInt(TreeSet::size).sum() == ORDERS;
            })
        .timeout(60, TimeUnit.SECONDS)
        .ignoreElements()
        .blockingAwait();
    reader.rxClose().blockingAwait();
    assertThat(invoiced).hasSize(KEYS);

    KafkaAdmin admin =
        KafkaAdmin.create(
            vertx, new KafkaAdminOptions().setBootstrapServers(broker.bootstrapServers()));
    // Commits follow the invoices.
    Flowable.interval(0, 100, TimeUnit.MILLISECONDS)
        .onBackpressureDrop()
        .concatMapSingle(tick -> admin.rxLag("invoicing"))
        .takeUntil(
            lags ->
                lags.values().size() == 3
                    && lags.values().values().stream().mapToLong(PartitionLag::lag).sum() == 0)
        .timeout(60, TimeUnit.SECONDS)
        .ignoreElements()
        .blockingAwait();
    admin.rxClose().blockingAwait();
    vertx.rxUndeploy(second).blockingAwait();
  }

  @Test
  void recordsComeAsTheyAreAskedFor() throws Exception {
    broker.createTopic("many", 1);
    KafkaProducer<String, JsonObject> producer = producer();
    Flowable.range(0, 100)
        .map(i -> ProducerRecord.of("many", "k", new JsonObject().put("i", i)))
        .concatMapEager(record -> producer.rxSend(record).toFlowable())
        .ignoreElements()
        .andThen(producer.rxClose())
        .blockingAwait();

    KafkaConsumer<String, JsonObject> consumer = consumer("asking");
    TestSubscriber<Integer> subscriber = new TestSubscriber<>(0);
    consumer.toFlowable().map(record -> record.value().getInteger("i")).subscribe(subscriber);
    consumer.rxSubscribe("many").blockingAwait();
    subscriber.request(10);
    subscriber.awaitCount(10);
    assertThat(consumer.rxDemand().blockingGet()).isZero();
    subscriber.assertValueCount(10);
    subscriber.request(20);
    subscriber.awaitCount(30);
    assertThat(subscriber.values())
        .containsExactlyElementsOf(Flowable.range(0, 30).blockingIterable());

    subscriber.cancel();
    // It can be taken again, from where it was.
    List<Integer> rest =
        consumer
            .toFlowable()
            .map(record -> record.value().getInteger("i"))
            .take(70)
            .timeout(60, TimeUnit.SECONDS)
            .toList()
            .blockingGet();
    assertThat(rest).containsExactlyElementsOf(Flowable.range(30, 70).blockingIterable());
    consumer.rxClose().blockingAwait();
  }

  @Test
  void failuresComeAsErrors() {
    KafkaProducer<String, JsonObject> producer = producer();
    producer.rxClose().blockingAwait();
    producer
        .rxSend(ProducerRecord.of("many", new JsonObject()))
        .test()
        .awaitDone(60, TimeUnit.SECONDS)
        .assertError(ClientClosedException.class);
  }

  private static String deploy() {
    return vertx
        .rxDeployVerticle(InvoicingVerticle::new, new DeploymentOptions().setConfig(config()))
        .blockingGet();
  }

  private static JsonObject config() {
    JsonArray servers = new JsonArray().add(broker.bootstrapServers());
    return new JsonObject()
        .put(
            "consumer",
            new JsonObject()
                .put("bootstrapServers", servers)
                .put("groupId", "invoicing")
                .put("autoOffsetReset", "earliest"))
        .put("producer", new JsonObject().put("bootstrapServers", servers));
  }

  private static void produceOrders(int from, int to) {
    KafkaProducer<String, JsonObject> producer = producer();
    Flowable.range(from, to - from)
        .map(
            i ->
                ProducerRecord.of(
                    "orders",
                    "customer-" + i % KEYS,
                    new JsonObject().put("id", i).put("pieces", 2).put("price", 150)))
        .concatMapEager(record -> producer.rxSend(record).toFlowable(), 1000, 1)
        .ignoreElements()
        .andThen(producer.rxClose())
        .blockingAwait();
  }

  private static KafkaProducer<String, JsonObject> producer() {
    return KafkaProducer.create(
        vertx,
        new ProducerOptions().setBootstrapServers(broker.bootstrapServers()),
        Serializer.string(),
        Serializer.json());
  }

  private static KafkaConsumer<String, JsonObject> consumer(String group) {
    return KafkaConsumer.create(
        vertx,
        new ConsumerOptions()
            .setBootstrapServers(broker.bootstrapServers())
            .setGroupId(group)
            .setAutoOffsetReset("earliest"),
        Deserializer.string(),
        Deserializer.json());
  }
}

package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/**
 * Kafka on the event bus in verticles with one of Vert.x' threading models. It is a program too,
 * for the model that needs a JDK of its own: {@code ThreadingTrial servers topic}.
 */
public final class ThreadingTrial {
  private static final String VERTICLE = "io.kafkavertx.eventbus.KafkaVerticle";

  private final Vertx vertx;
  private final String servers;
  private final String topic;
  private final ThreadingModel model;

  /**
   * @param topic one with three partitions, and nothing in it
   */
  ThreadingTrial(Vertx vertx, String servers, String topic, ThreadingModel model) {
    this.vertx = vertx;
    this.servers = servers;
    this.topic = topic;
    this.model = model;
  }

  /** On virtual threads. Prints the name of each trial that has succeeded. */
  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx();
    ThreadingTrial trial =
        new ThreadingTrial(vertx, arguments[0], arguments[1], ThreadingModel.VIRTUAL_THREAD);
    try {
      trial.verticle();
      System.out.println("done: verticle");
      trial.madeByHand();
      System.out.println("done: made by hand");
    } finally {
      get(vertx.close());
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  /** Deploys two instances, has records delivered and stored, asks, steers, and undeploys them. */
  void verticle() throws Exception {
    Set<String> received = new ConcurrentSkipListSet<>();
    var handler =
        vertx
            .eventBus()
            .<JsonObject>consumer(
                topic,
                message -> {
                  received.add(message.body().getString("value"));
                  message.reply(null);
                });
    DeploymentOptions two =
        new DeploymentOptions().setConfig(config()).setInstances(2).setThreadingModel(model);
    String deployment = get(vertx.deployVerticle(VERTICLE, two));

    for (int id = 0; id < 30; id++) {
      // One after the other: both instances get some.
      send("out", new JsonObject().put("partition", id % 3).put("value", "" + id));
    }
    JsonArray all = new JsonArray();
    for (int id = 30; id < 40; id++) {
      all.add(new JsonObject().put("partition", id % 3).put("value", "" + id));
    }
    send("transactions", all);
    until(() -> received.size() == 40);

    JsonObject status = control("status", null);
    assertThat(status.getJsonArray("deliveries")).hasSize(2);
    assertThat(status.getJsonArray("producers")).hasSize(4);
    assertThat(control("health", null).getBoolean("live")).isTrue();
    assertThat(control("health", null).getBoolean("ready")).isTrue();
    control("pause", null);
    send("out", new JsonObject().put("partition", 0).put("value", "later"));
    assertThat(control("lag", null).getJsonArray("partitions")).hasSize(3);
    control("resume", null);
    until(() -> received.contains("later"));
    received.clear();
    control("seek", new JsonObject().put("partition", 1).put("position", "beginning"));
    // 13 of 40; a transaction leaves a marker behind, which no handler sees.
    until(() -> received.size() == 13);
    assertThat(control("commit", null).getJsonArray("partitions")).isNotEmpty();

    get(vertx.undeploy(deployment));
    get(handler.unregister());
    for (String gone : List.of("out", "transactions", "control")) {
      assertThatThrownBy(() -> send(gone, new JsonObject()))
          .isInstanceOfSatisfying(
              ReplyException.class,
              reply -> assertThat(reply.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
    }
    assertThat(committed()).as("all of it, with the markers of the transaction").isEqualTo(44);
  }

  private JsonObject config() {
    JsonObject delivery =
        new JsonObject()
            .put("name", "in")
            .put(
                "consumer",
                new JsonObject().put("groupId", topic).put("autoOffsetReset", "earliest"))
            .put("route", route().toJson());
    JsonObject out = new JsonObject().put("name", "out").put("address", "out." + topic);
    JsonObject transactions =
        new JsonObject()
            .put("name", "transactions")
            .put("address", "transactions." + topic)
            .put("producer", new JsonObject().put("transactionalId", topic + "-{instance}"));
    return new JsonObject()
        .put("client", new JsonObject().put("bootstrapServers", servers))
        .put("deliveries", new JsonArray().add(delivery))
        .put(
            "producers",
            new JsonArray().add(out.put("topic", topic)).add(transactions.put("topic", topic)))
        .put("control", "control." + topic);
  }

  private Route route() {
    return new Route(topic, topic).setBody(Route.Body.JSON);
  }

  private ConsumerOptions consumer() {
    return new ConsumerOptions()
        .setBootstrapServers(servers)
        .setGroupId(topic)
        .setAutoOffsetReset("earliest");
  }

  private ProducerOptions producer() {
    return new ProducerOptions().setBootstrapServers(servers);
  }

  private JsonObject send(String to, Object body) throws Exception {
    Object reply = get(vertx.eventBus().request(to + "." + topic, body)).body();
    return reply instanceof JsonObject json ? json : new JsonObject().put("all", reply);
  }

  private JsonObject control(String action, JsonObject with) throws Exception {
    JsonObject request = with == null ? new JsonObject() : with;
    return send("control", request.put("action", action));
  }

  private static void until(java.util.function.BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("does not happen").isNegative();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private long committed() throws Exception {
    KafkaConsumer<byte[], byte[]> reader =
        KafkaConsumer.create(vertx, consumer(), Deserializer.bytes(), Deserializer.bytes());
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    try {
      return get(reader.committed(partitions)).values().stream()
          .mapToLong(offset -> offset.offset())
          .sum();
    } finally {
      get(reader.close());
    }
  }

  /**
   * Makes a delivery and producers in a verticle: results and handlers come to its threads, and
   * what it has left open is closed with it.
   */
  void madeByHand() throws Exception {
    ByHand verticle = new ByHand();
    DeploymentOptions options = new DeploymentOptions().setThreadingModel(model);
    String deployment = get(vertx.deployVerticle(verticle, options));
    get(verticle.delivered.future());
    get(vertx.undeploy(deployment));
    assertThatThrownBy(() -> get(verticle.producer.state())).hasMessageContaining("closed");
    assertThat(get(verticle.delivery.health()).getBoolean("live")).as("closed").isFalse();
  }

  private final class ByHand extends VerticleBase {
    private final Promise<Void> delivered = Promise.promise();
    private KafkaProducer<String, String> producer;
    private EventBusDelivery delivery;

    @Override
    public Future<?> start() {
      String own = topic + ".byHand";
      ConsumerOptions consumer = consumer().setGroupId(own);
      delivery = EventBusDelivery.create(vertx, consumer, route().setAddress(own));
      producer =
          KafkaProducer.create(
              vertx, producer().setTransactionalId(own), Serializer.string(), Serializer.string());
      Promise<Void> seen = Promise.promise();
      vertx
          .eventBus()
          .<JsonObject>consumer(
              own,
              message -> {
                message.reply(null);
                if (message.body().getString("value").equals("last")) {
                  seen.tryComplete();
                }
              });
      seen.future().onComplete(here(delivered));
      return delivery
          .start()
          .compose(started -> here(EventBusProducer.create(vertx, producer(), own + ".in", topic)))
          .compose(sink -> vertx.eventBus().request(own + ".in", "first"))
          .compose(stored -> here(producer.inTransaction(this::last)))
          .compose(stored -> here(delivery.status()));
    }

    private Future<RecordMetadata> last(KafkaProducer<String, String> transaction) {
      check();
      return here(transaction.send(ProducerRecord.of(topic, null, "last")));
    }

    private <T> Future<T> here(Future<T> future) {
      return future.andThen(done -> check());
    }

    private <T> Promise<T> here(Promise<T> promise) {
      Promise<T> checked = Promise.promise();
      here(checked.future()).onComplete(promise);
      return checked;
    }

    private void check() {
      Context current = Vertx.currentContext();
      assertThat(current.threadingModel()).isEqualTo(model);
      assertThat(current.deploymentID()).isEqualTo(deploymentID());
    }
  }
}

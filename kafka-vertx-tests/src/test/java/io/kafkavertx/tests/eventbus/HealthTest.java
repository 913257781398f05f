package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.health.KafkaHealth;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the procedures for vertx-health-check say, and what they cost. */
final class HealthTest extends EventBusTestBase {
  private static Status ask(Handler<Promise<Status>> procedure) throws Exception {
    Promise<Status> status = Promise.promise();
    procedure.handle(status);
    return get(status.future());
  }

  @Test
  void aDeliveryIsStartedReadyAndAliveFromItsFirstAssignmentToItsEnd() throws Exception {
    EventBusDelivery delivery =
        EventBusDelivery.create(guarded.vertx(), consumerOptions(), route());
    KafkaHealth health = KafkaHealth.of(delivery);
    assertThat(ask(health.startup()).isOk()).isFalse();
    assertThat(ask(health.readiness()).isOk()).isFalse();
    assertThat(ask(health.liveness()).isOk()).as("a restart would not help").isTrue();
    assertThat(ask(health.startup()).getData().getJsonArray("reasons"))
        .contains("the first assignment has not come yet");

    get(delivery.start());
    assertThat(ask(health.startup()).isOk()).isTrue();
    assertThat(ask(health.readiness()).isOk()).isTrue();
    assertThat(ask(health.readiness()).getData().getInteger("assigned")).isEqualTo(3);

    get(delivery.close());
    assertThat(ask(health.liveness()).isOk()).isFalse();
    assertThat(ask(health.readiness()).isOk()).isFalse();
    get(sink.close());
  }

  @Test
  void aRecordThatNobodyAcknowledgesMakesItDeadUnlessItWasPaused() throws Exception {
    guarded.vertx().eventBus().consumer(ADDRESS, message -> deliveries.incrementAndGet());
    EventBusDelivery delivery = deliver(route().setAckTimeout(Duration.ofMinutes(1)));
    KafkaHealth patient = KafkaHealth.of(delivery);
    KafkaHealth impatient = KafkaHealth.of(delivery, Duration.ofMillis(1));
    assertThat(ask(impatient.liveness()).isOk()).isTrue();
    produce(1);
    until(() -> deliveries.get() == 1);
    while (ask(impatient.liveness()).isOk()) {
      Thread.onSpinWait();
    }
    assertThat(ask(impatient.liveness()).getData().getJsonArray("reasons").getString(0))
        .contains("waiting for its acknowledgement")
        .contains("the limit is 1 ms");
    assertThat(ask(impatient.readiness()).isOk()).isTrue();
    assertThat(ask(patient.liveness()).isOk()).isTrue();
    get(delivery.pause());
    assertThat(ask(impatient.liveness()).isOk()).isTrue();
    get(delivery.close(Duration.ofMillis(1)));
    get(sink.close());
  }

  @Test
  void allPartitionsStoppedIsNotReady() throws Exception {
    acknowledgeAllBut(id -> true, "poison");
    EventBusDelivery delivery =
        EventBusDelivery.create(guarded.vertx(), consumerOptions(), route().setMaxAttempts(1));
    AtomicInteger stopped = new AtomicInteger();
    delivery.exceptionHandler(failure -> stopped.incrementAndGet());
    get(delivery.start());
    produce(3);
    until(() -> stopped.get() == 3);
    KafkaHealth health = KafkaHealth.of(delivery, Duration.ofNanos(1));
    assertThat(ask(health.readiness()).isOk()).isFalse();
    assertThat(ask(health.readiness()).getData().getInteger("stopped")).isEqualTo(3);
    assertThat(ask(health.liveness()).isOk()).as("a restart would meet the same records").isTrue();
    get(delivery.close());
    get(sink.close());
  }

  @Test
  void plainConsumersAndProducersHaveThemToo() throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            guarded.vertx(), consumerOptions(), Deserializer.bytes(), Deserializer.bytes());
    KafkaHealth reads = KafkaHealth.of(consumer);
    assertThat(ask(reads.startup()).isOk()).isFalse();
    consumer.handler(record -> deliveries.incrementAndGet());
    get(consumer.subscribe(Set.of(topic)));
    assertThat(ask(reads.startup()).isOk()).isTrue();
    assertThat(ask(reads.readiness()).isOk()).isTrue();
    get(consumer.unsubscribe());
    assertThat(ask(reads.readiness()).isOk()).isFalse();
    assertThat(ask(reads.startup()).isOk()).as("once is enough").isTrue();
    get(consumer.close());
    assertThat(ask(reads.liveness()).isOk()).isFalse();

    KafkaProducer<byte[], byte[]> producer =
        KafkaProducer.create(
            guarded.vertx(),
            new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers()),
            Serializer.bytes(),
            Serializer.bytes());
    KafkaHealth writes = KafkaHealth.of(producer);
    assertThat(ask(writes.readiness()).isOk()).as("nothing to send, nothing missing").isTrue();
    HealthChecks checks = HealthChecks.create(guarded.vertx());
    checks.register("kafka-ready", writes.readiness()).register("kafka-live", writes.liveness());
    assertThat(get(checks.checkStatus()).getUp()).isTrue();
    get(producer.close());
    assertThat(ask(writes.liveness()).isOk()).isFalse();
    assertThat(get(checks.checkStatus()).getUp()).isFalse();
    get(sink.close());
  }

  @Test
  void aProducerThatHasBeenFencedIsDeadAndTheReasonNamesItsIdAndWhatToDo() throws Exception {
    String id = SharedBroker.name("taken");
    JsonObject out =
        new JsonObject()
            .put("name", "out")
            .put("address", "kafka.out")
            .put("topic", topic)
            .put("producer", new JsonObject().put("transactionalId", id).put("clientId", "shop"));
    JsonObject config =
        new JsonObject()
            .put(
                "client", new JsonObject().put("bootstrapServers", SharedBroker.bootstrapServers()))
            .put("producers", new JsonArray().add(out))
            .put("control", "kafka.control");
    get(
        guarded
            .vertx()
            .deployVerticle(
                "io.kafkavertx.eventbus.KafkaVerticle", new DeploymentOptions().setConfig(config)));
    KafkaHealth fenced = KafkaHealth.ofVerticle(guarded.vertx(), "kafka.control");
    get(guarded.vertx().eventBus().request("kafka.out", "stored"));
    assertThat(ask(fenced.liveness()).isOk()).isTrue();

    KafkaProducer<String, String> other =
        KafkaProducer.create(
            guarded.vertx(),
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setTransactionalId(id),
            Serializer.string(),
            Serializer.string());
    get(other.inTransaction(tx -> tx.send(ProducerRecord.of(topic, "taken over"))));
    assertThatThrownBy(() -> get(guarded.vertx().eventBus().request("kafka.out", "refused")))
        .isInstanceOf(ReplyException.class);
    assertThat(ask(fenced.readiness()).isOk()).isFalse();
    assertThat(ask(fenced.liveness()).isOk()).isFalse();
    assertThat(ask(fenced.liveness()).getData().getJsonArray("reasons"))
        .singleElement()
        .asString()
        .startsWith("out: the producer shop with the transactional id '" + id + "'")
        .contains("can do nothing more", "make another", "another producer with this");
    assertThat(ask(KafkaHealth.of(other).liveness()).isOk()).isTrue();
    assertThat(ask(KafkaHealth.of(other).readiness()).isOk()).isTrue();
    get(other.close());
    get(sink.close());
  }

  @Test
  void aDeliveryWhoseMembershipWasTakenIsDeadAndTheReasonSaysSo() throws Exception {
    ConsumerOptions member = consumerOptions().setGroupInstanceId("shop-1");
    EventBusDelivery first = EventBusDelivery.create(guarded.vertx(), member, route());
    first.exceptionHandler(failure -> deliveries.incrementAndGet());
    get(first.start());
    KafkaHealth fenced = KafkaHealth.of(first);
    assertThat(ask(fenced.liveness()).isOk()).isTrue();

    EventBusDelivery second = EventBusDelivery.create(guarded.vertx(), member, route());
    get(second.start());
    until(() -> deliveries.get() == 1);
    assertThat(ask(fenced.readiness()).isOk()).isFalse();
    assertThat(ask(fenced.liveness()).isOk()).isFalse();
    assertThat(ask(fenced.liveness()).getData().getJsonArray("reasons"))
        .singleElement()
        .asString()
        .startsWith("the consumer is out of its group until it subscribes again")
        .contains("FENCED_INSTANCE_ID");
    assertThat(ask(KafkaHealth.of(second).readiness()).isOk()).isTrue();
    get(first.close());
    get(second.close());
    get(sink.close());
  }

  /** A broker that takes connections, never answers, and counts. */
  @Test
  void beingAskedOftenSendsTheBrokersNothing() throws Exception {
    AtomicLong bytes = new AtomicLong();
    AtomicInteger connections = new AtomicInteger();
    NetServer mute =
        get(
            guarded
                .vertx()
                .createNetServer()
                .connectHandler(
                    socket -> {
                      connections.incrementAndGet();
                      socket.handler(data -> bytes.addAndGet(data.length()));
                    })
                .listen(0, "127.0.0.1"));
    String address = "127.0.0.1:" + mute.actualPort();
    ConsumerOptions options =
        consumerOptions()
            .setBootstrapServers(address)
            .setConnectionSetupTimeoutMax(Duration.ofMinutes(10))
            .setConnectionSetupTimeout(Duration.ofMinutes(10));
    EventBusDelivery delivery =
        EventBusDelivery.create(guarded.vertx(), options, new Route(topic, ADDRESS));
    delivery.start();
    EventBusProducer idle =
        get(
            EventBusProducer.create(
                guarded.vertx(),
                new ProducerOptions().setBootstrapServers(address),
                "kafka.idle",
                topic));
    until(() -> bytes.get() > 0);
    long before = bytes.get();
    int connected = connections.get();
    KafkaHealth reads = KafkaHealth.of(delivery);
    KafkaHealth writes = KafkaHealth.of(idle);
    for (int i = 0; i < 100; i++) {
      for (KafkaHealth health : new KafkaHealth[] {reads, writes}) {
        ask(health.liveness());
        ask(health.readiness());
        ask(health.startup());
      }
    }
    assertThat(ask(reads.liveness()).isOk()).isTrue();
    assertThat(ask(reads.readiness()).isOk()).isFalse();
    assertThat(bytes).hasValue(before);
    assertThat(connections).hasValue(connected);
    get(delivery.close(Duration.ofMillis(1)));
    get(idle.close());
    get(mute.close());
    get(sink.close());
  }
}

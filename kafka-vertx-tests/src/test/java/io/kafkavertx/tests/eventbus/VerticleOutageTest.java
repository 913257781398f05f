package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.health.KafkaHealth;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.MortalBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A verticle whose only broker is not there yet, and dies later. */
@Tag("slow")
@Timeout(300)
final class VerticleOutageTest {
  @RegisterExtension static final MortalBroker BROKER = new MortalBroker();

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  private JsonObject config(String topic) {
    JsonObject delivery =
        new JsonObject()
            .put("name", "orders")
            .put(
                "consumer",
                new JsonObject().put("groupId", topic).put("autoOffsetReset", "earliest"))
            .put("route", new JsonObject().put("topic", topic).put("address", "kafka.orders"));
    JsonObject producer =
        new JsonObject().put("name", "out").put("address", "kafka.produce").put("topic", topic);
    return new JsonObject()
        .put("client", new JsonObject().put("bootstrapServers", BROKER.get().bootstrapServers()))
        .put("deliveries", new JsonArray().add(delivery))
        .put("producers", new JsonArray().add(producer))
        .put("control", "kafka.control")
        .put("startTimeout", 200);
  }

  private void until(Handler<Promise<Status>> check, boolean wanted) throws Exception {
    Status status;
    do {
      await(guard.vertx().timer(20, TimeUnit.MILLISECONDS));
      Promise<Status> answer = Promise.promise();
      check.handle(answer);
      status = await(answer.future());
    } while (status.isOk() != wanted);
  }

  private Future<?> send(String value) {
    return guard
        .vertx()
        .eventBus()
        .request(
            "kafka.produce",
            new JsonObject().put("value", value),
            new DeliveryOptions().setSendTimeout(120_000));
  }

  @Test
  void healthTellsOfABrokerThatComesAndGoesAndTheVerticleStays() throws Exception {
    String topic = BROKER.newTopic();
    BROKER.get().kill();
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    guard
        .vertx()
        .eventBus()
        .<io.kafkavertx.ConsumerRecord<?, ?>>consumer(
            "kafka.orders",
            message -> {
              (first.isDone() ? second : first).complete(null);
              message.reply(null);
            });
    String deployment =
        await(
            guard
                .vertx()
                .deployVerticle(
                    "io.kafkavertx.eventbus.KafkaVerticle",
                    new DeploymentOptions().setConfig(config(topic))));
    KafkaHealth health = KafkaHealth.ofVerticle(guard.vertx(), "kafka.control");
    until(health.startup(), false);
    until(health.readiness(), false);
    until(health.liveness(), true);

    BROKER.get().restart();
    until(health.startup(), true);
    until(health.readiness(), true);
    await(send("first"));
    first.get(120, TimeUnit.SECONDS);

    BROKER.get().kill();
    until(health.readiness(), false);
    until(health.startup(), true);
    until(health.liveness(), true);
    Future<?> sent = send("second");
    assertThat(sent.isComplete()).isFalse();

    BROKER.get().restart();
    await(sent);
    second.get(120, TimeUnit.SECONDS);
    until(health.readiness(), true);
    await(guard.vertx().undeploy(deployment));
    until(health.liveness(), false);
  }
}

package io.kafkavertx.tests.eventbus;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A verticle deployed by name, with JSON alone, against a real broker. */
abstract class VerticleTestBase extends EventBusTestBase {
  static final String VERTICLE = "io.kafkavertx.eventbus.KafkaVerticle";
  static final String OUT = "kafka.out";
  static final String CONTROL = "kafka.control";

  JsonObject config() {
    return new JsonObject()
        .put("client", new JsonObject().put("bootstrapServers", SharedBroker.bootstrapServers()))
        .put("control", CONTROL)
        .put("deliveries", new JsonArray().add(delivery()))
        .put(
            "producers",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "out")
                        .put("address", OUT)
                        .put("topic", topic)
                        .put("producer", new JsonObject())));
  }

  private JsonObject delivery() {
    JsonObject consumer =
        new JsonObject()
            .put("groupId", group)
            .put("autoOffsetReset", "earliest")
            .put("autoCommitInterval", 50);
    return new JsonObject()
        .put("name", "orders")
        .put("consumer", consumer)
        .put(
            "route",
            new JsonObject()
                .put("topic", topic)
                .put("address", ADDRESS)
                .put("ackTimeoutMs", 5000)
                .put("retryBackoffMs", 10));
  }

  static JsonObject route(JsonObject config) {
    return config.getJsonArray("deliveries").getJsonObject(0).getJsonObject("route");
  }

  static JsonObject consumer(JsonObject config) {
    return config.getJsonArray("deliveries").getJsonObject(0).getJsonObject("consumer");
  }

  String deploy(JsonObject config, int instances) throws Exception {
    return get(
        guarded
            .vertx()
            .deployVerticle(
                VERTICLE, new DeploymentOptions().setConfig(config).setInstances(instances)));
  }

  MessageConsumer<?> acknowledgeAll() {
    return guarded
        .vertx()
        .eventBus()
        .<ConsumerRecord<Buffer, Buffer>>consumer(ADDRESS, this::acknowledge);
  }

  JsonObject send(int id) throws Exception {
    return ask(OUT, new JsonObject().put("partition", id % 3).put("value", Integer.toString(id)));
  }

  JsonObject control(String action) throws Exception {
    return ask(CONTROL, new JsonObject().put("action", action));
  }

  JsonObject control(JsonObject request) throws Exception {
    return ask(CONTROL, request);
  }

  private JsonObject ask(String address, JsonObject body) throws Exception {
    return get(guarded.vertx().eventBus().<JsonObject>request(address, body)).body();
  }
}

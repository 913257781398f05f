package io.kafkavertx.examples.node;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Kafka on the event bus, as {@code kafka.json} says, and the bridges to it. */
public final class Server {
  private Server() {}

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    JsonObject kafka =
        vertx
            .fileSystem()
            .readFileBlocking(args.length > 0 ? args[0] : "kafka.json")
            .toJsonObject();
    start(vertx, kafka, new JsonObject())
        .onFailure(
            failure -> {
              System.err.println(failure.getMessage());
              vertx.close();
            });
  }

  static Future<String> start(Vertx vertx, JsonObject kafka, JsonObject ports) {
    return vertx
        .deployVerticle(
            "io.kafkavertx.eventbus.KafkaVerticle", new DeploymentOptions().setConfig(kafka))
        .compose(
            deployed ->
                vertx.deployVerticle(new Bridges(), new DeploymentOptions().setConfig(ports)));
  }
}

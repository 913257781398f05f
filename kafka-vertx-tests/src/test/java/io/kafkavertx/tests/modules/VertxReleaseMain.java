package io.kafkavertx.tests.modules;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.metrics.MetricsOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The main job over TLS: from an address to a topic, to an address and back. Run by {@link
 * VertxReleasesTest} with other releases of Vert.x than the one that it was compiled with.
 */
public final class VertxReleaseMain {
  private static final int RECORDS = 1_000;

  private VertxReleaseMain() {}

  /** The bootstrap servers, whom to trust, the topic. */
  public static void main(String[] arguments) throws Exception {
    System.out.println("vertx: " + Vertx.class.getProtectionDomain().getCodeSource().getLocation());
    RequestsTold requests = new RequestsTold();
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
            .withMetrics(options -> requests)
            .build();
    Set<Object> handled = ConcurrentHashMap.newKeySet();
    Promise<Void> all = Promise.promise();
    vertx
        .eventBus()
        .<JsonObject>consumer(
            "handled",
            message -> {
              handled.add(message.body().getValue("value"));
              message.reply(null);
              if (handled.size() == RECORDS) {
                all.tryComplete();
              }
            });
    String deployment =
        vertx
            .deployVerticle(
                "io.kafkavertx.eventbus.KafkaVerticle",
                new DeploymentOptions().setConfig(config(arguments)))
            .await(60, TimeUnit.SECONDS);
    for (int i = 0; i < RECORDS; i++) {
      vertx.eventBus().request("orders", new JsonObject().put("value", "order " + i));
    }
    all.future().await(60, TimeUnit.SECONDS);
    vertx.undeploy(deployment).await(60, TimeUnit.SECONDS);
    System.out.println("handled: " + handled.size());
    vertx.close().await(60, TimeUnit.SECONDS);
    System.out.println("requests told to the metrics: " + requests.wereAllToldWhole());
  }

  private static JsonObject config(String[] arguments) {
    return new JsonObject(
        """
        {
          "client": {
            "bootstrapServers": "%s",
            "securityProtocol": "SSL",
            "tls": { "trustStorePath": "%s" }
          },
          "deliveries": [{
            "name": "handled",
            "consumer": { "groupId": "handled", "autoOffsetReset": "earliest" },
            "route": { "topic": "%s", "address": "handled", "body": "JSON" }
          }],
          "producers": [{ "name": "orders", "address": "orders", "topic": "%s", "producer": {} }]
        }
        """
            .formatted(arguments[0], arguments[1], arguments[2], arguments[2]));
  }
}

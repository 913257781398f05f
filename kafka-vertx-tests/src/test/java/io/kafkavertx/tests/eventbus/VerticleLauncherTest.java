package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verticle started by Vert.x' application launcher, with the configuration of the guide. */
final class VerticleLauncherTest {
  private static final String VERTICLE = "io.kafkavertx.eventbus.KafkaVerticle";

  @TempDir Path directory;

  /** What the launcher tells. */
  private static final class Told implements VertxApplicationHooks {
    private final CompletableFuture<Vertx> deployed = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();

    @Override
    public void afterVerticleDeployed(HookContext context) {
      deployed.complete(context.vertx());
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, Throwable cause) {
      failed.complete(cause);
    }
  }

  /** One that does not end the JVM. */
  private static final class Launcher extends VertxApplication {
    Launcher(String[] args, VertxApplicationHooks hooks) {
      super(args, hooks, false, false);
    }
  }

  private int launch(String config, Told told, String... more) throws Exception {
    Path file = Files.writeString(directory.resolve("kafka.json"), config);
    String[] args = new String[3 + more.length];
    args[0] = VERTICLE;
    args[1] = "-conf";
    args[2] = file.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return new Launcher(args, told).launch();
  }

  /** The first block of JSON; only the address of the brokers is another one. */
  private static String example() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "kafka-verticle.md"));
    int start = page.indexOf("```json\n") + "```json\n".length();
    return page.substring(start, page.indexOf("```", start))
        .replace("localhost:9092", SharedBroker.bootstrapServers());
  }

  @Test
  void theExampleOfTheGuideTakesARecordToItsAddress() throws Exception {
    SharedBroker.createTopic("shop-orders", 3);
    Told told = new Told();
    assertThat(launch(example(), told, "-instances", "2")).isZero();
    Vertx vertx = told.deployed.get(0, TimeUnit.SECONDS);
    try {
      CompletableFuture<JsonObject> arrived = new CompletableFuture<>();
      vertx
          .eventBus()
          .<JsonObject>consumer(
              "kafka.orders",
              message -> {
                arrived.complete(message.body());
                message.reply(null);
              });
      vertx
          .eventBus()
          .request("kafka.produce", new JsonObject().put("key", "k").put("value", "v"))
          .await(60, TimeUnit.SECONDS);
      assertThat(arrived.get(60, TimeUnit.SECONDS).getString("value")).isEqualTo("v");
      JsonObject health =
          vertx
              .eventBus()
              .<JsonObject>request("kafka.control", new JsonObject().put("action", "health"))
              .await(60, TimeUnit.SECONDS)
              .body();
      assertThat(health.getBoolean("ready")).isTrue();
      assertThat(health.getJsonArray("deliveries")).hasSize(2);
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aWrongConfigurationEndsTheLauncherWithTheReason() throws Exception {
    Told told = new Told();
    assertThat(launch("{\"producers\": [{\"name\": \"out\", \"adress\": \"a\"}]}", told))
        .isNotZero();
    assertThat(told.failed.get(0, TimeUnit.SECONDS))
        .hasMessageContaining("producers[0].adress: unknown key; did you mean 'address'?");
  }
}

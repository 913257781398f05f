package io.kafkavertx.tests.clustered;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.EventBusRecords;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Header;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node of a clustered bus that does what the lines say that it reads. */
final class NodeMain {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private final Vertx vertx;
  private final Map<String, List<String>> deployments = new HashMap<>();

  private NodeMain(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The cluster, its own port, the ports of all. */
  public static void main(String[] args) throws Exception {
    List<Integer> members = Arrays.stream(args[2].split(",")).map(Integer::valueOf).toList();
    NodeMain node =
        new NodeMain(
            BusNode.join(args[0], Integer.parseInt(args[1]), members).await(60, TimeUnit.SECONDS));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = in.readLine()) != null) {
      JsonObject what = new JsonObject(line);
      node.run(what)
          .onComplete(
              done -> answer(what, (done == null ? new JsonObject() : done).copy()),
              cause -> answer(what, new JsonObject().put("failed", cause.toString())));
    }
    Runtime.getRuntime().halt(2); // the parent is gone
  }

  private static void answer(JsonObject question, JsonObject answer) {
    say("answer " + answer.put("id", question.getInteger("id")).encode());
  }

  /** In one piece, and on its way before this returns, however this process ends. */
  static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (OUT) {
        OUT.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Future<JsonObject> run(JsonObject what) {
    return switch (what.getString("do")) {
      case "nothing" -> Future.succeededFuture();
      case "register" -> {
        EventBusRecords.register(vertx);
        yield Future.succeededFuture();
      }
      case "handle" -> handle(what);
      case "stop" -> stop(what.getString("handler")).map(new JsonObject());
      case "deploy" -> deploy(what);
      case "deliver" -> deliver(what);
      case "produce" -> produce(what);
      case "sink" ->
          EventBusProducer.create(
                  vertx,
                  new ProducerOptions().setBootstrapServers(what.getString("servers")),
                  what.getString("address"),
                  what.getString("topic"))
              .map(opened -> new JsonObject());
      default -> Future.failedFuture("cannot " + what);
    };
  }

  private Future<JsonObject> handle(JsonObject what) {
    String name = what.getString("handler");
    List<Future<String>> deployed = new ArrayList<>();
    for (int i = 0; i < what.getInteger("instances", 1); i++) {
      deployed.add(
          vertx.deployVerticle(
              new HandlerVerticle(HandledTold.BY_LINES), new DeploymentOptions().setConfig(what)));
    }
    return Future.all(deployed)
        .map(
            all -> {
              deployments.put(name, deployed.stream().map(Future::result).toList());
              return new JsonObject();
            });
  }

  /** A verticle by its name, with nothing but JSON. */
  private Future<JsonObject> deploy(JsonObject what) {
    return vertx
        .deployVerticle(
            what.getString("verticle"),
            new DeploymentOptions()
                .setConfig(what.getJsonObject("config"))
                .setInstances(what.getInteger("instances", 1)))
        .map(
            deployed -> {
              deployments.put(what.getString("verticle"), List.of(deployed));
              return new JsonObject();
            });
  }

  private Future<Void> stop(String handler) {
    return Future.all(deployments.remove(handler).stream().map(vertx::undeploy).toList())
        .mapEmpty();
  }

  private Future<JsonObject> deliver(JsonObject what) {
    return EventBusDelivery.create(
            vertx,
            new ConsumerOptions(what.getJsonObject("consumer")),
            new Route(what.getJsonObject("route")))
        .start()
        .map(new JsonObject());
  }

  /** Sends a record as the codec carries it; the answer is the reply. */
  private Future<JsonObject> produce(JsonObject what) {
    EventBusRecords.register(vertx);
    ProducerRecord<io.vertx.core.buffer.Buffer, io.vertx.core.buffer.Buffer> record =
        new ProducerRecord<>(
            what.getString("topic"),
            what.getInteger("partition"),
            what.getLong("timestamp"),
            what.getBuffer("key"),
            what.getBuffer("value"),
            what.containsKey("header")
                ? List.of(
                    new Header("trace", what.getBinary("header")), new Header("nothing", null))
                : List.of());
    return vertx
        .eventBus()
        .<JsonObject>request(
            what.getString("address"),
            record,
            new DeliveryOptions().setCodecName(EventBusRecords.PRODUCER_CODEC))
        .map(reply -> reply.body());
  }
}

package io.kafkavertx.examples.livetopics;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * One page's session: takes its commands, sends it records ten times a second and figures once a
 * second. The page replies to each message with records; when it does not keep up, it gets fewer.
 */
final class SessionVerticle extends VerticleBase {
  private static final int TICK_MS = 100;
  private static final int UNANSWERED = 10;
  private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(10_000);

  private final Settings settings;
  private final String id;
  private Viewing viewing;
  private Figures figures;
  private int unanswered;
  private long lastCommand;

  SessionVerticle(Settings settings, String id) {
    this.settings = settings;
    this.id = id;
  }

  @Override
  public Future<?> start() {
    viewing = new Viewing(vertx, settings, settings.samplesPerSecond() * TICK_MS / 1_000);
    figures = new Figures(viewing);
    lastCommand = System.nanoTime();
    vertx.setPeriodic(TICK_MS, timer -> sendRecords());
    vertx.setPeriodic(1_000, timer -> sendFigures());
    vertx.setPeriodic(
        Math.max(100, settings.idleTimeout().toMillis() / 10), timer -> endWhenIdle());
    return vertx
        .eventBus()
        .<JsonObject>consumer(Addresses.commands(id), this::command)
        .completion();
  }

  @Override
  public Future<?> stop() {
    return viewing.close();
  }

  private void command(Message<JsonObject> message) {
    lastCommand = System.nanoTime();
    Future<JsonObject> done;
    try {
      done = perform(message.body());
    } catch (RuntimeException e) {
      message.fail(400, "the command cannot be understood: " + e.getMessage());
      return;
    }
    done.onSuccess(
            reply -> {
              message.reply(reply);
              sendFigures();
            })
        .onFailure(failure -> message.fail(500, failure.getMessage()));
  }

  private Future<JsonObject> perform(JsonObject command) {
    return switch (command.getString("op")) {
      case "here" -> Future.succeededFuture(new JsonObject());
      case "watch" ->
          viewing.watch(
              topics(command.getJsonArray("topics")),
              Position.list(command.getJsonArray("positions", new JsonArray())));
      case "pause" -> viewing.pause();
      case "resume" -> viewing.resume();
      case "next" -> viewing.next();
      case "seek" ->
          viewing.seek(
              SeekTo.valueOf(command.getString("to")),
              command.getLong("value", 0L),
              command.getString("topic"),
              command.getInteger("partition"));
      case "record" ->
          viewing.record(
              new TopicPartition(command.getString("topic"), command.getInteger("partition")),
              command.getLong("offset"));
      default -> throw new IllegalArgumentException("there is no such operation");
    };
  }

  private static List<String> topics(JsonArray names) {
    List<String> topics = new ArrayList<>();
    names.forEach(name -> topics.add((String) name));
    return topics;
  }

  private void sendRecords() {
    if (unanswered >= UNANSWERED) {
      return;
    }
    JsonArray records = viewing.take();
    if (!records.isEmpty()) {
      unanswered++;
      vertx
          .eventBus()
          .request(
              Addresses.records(id),
              new JsonObject().put("type", "records").put("records", records),
              PATIENCE)
          .onComplete(answered -> unanswered--);
    }
  }

  private void sendFigures() {
    figures.next().onSuccess(body -> vertx.eventBus().send(Addresses.records(id), body));
  }

  private void endWhenIdle() {
    if (System.nanoTime() - lastCommand > settings.idleTimeout().toNanos()) {
      vertx.eventBus().send(Addresses.records(id), new JsonObject().put("type", "ended"));
      vertx.eventBus().publish(Addresses.CLOSE, id);
    }
  }
}

package io.kafkavertx.examples.livetopics;

import io.kafkavertx.admin.KafkaAdmin;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/** Answers with what the cluster says; pages that ask at about the same time share one look. */
abstract class SharedLook extends VerticleBase {
  private final Settings settings;
  private final String address;
  private final long freshNanos;
  private KafkaAdmin admin;
  private Future<JsonObject> latest;
  private long asked;

  /**
   * @param freshNanos for how long an answer is as good as a new one
   */
  SharedLook(Settings settings, String address, long freshNanos) {
    this.settings = settings;
    this.address = address;
    this.freshNanos = freshNanos;
  }

  /** Asks the cluster. */
  abstract Future<JsonObject> look(KafkaAdmin admin);

  @Override
  public final Future<?> start() {
    admin = KafkaAdmin.create(vertx, settings.admin());
    return vertx.eventBus().<JsonObject>consumer(address, this::answer).completion();
  }

  @Override
  public final Future<?> stop() {
    return admin.close();
  }

  private void answer(Message<JsonObject> message) {
    long now = System.nanoTime();
    if (latest == null || latest.failed() || now - asked > freshNanos) {
      asked = now;
      latest = look(admin);
    }
    latest.onSuccess(message::reply).onFailure(failure -> message.fail(502, failure.getMessage()));
  }
}

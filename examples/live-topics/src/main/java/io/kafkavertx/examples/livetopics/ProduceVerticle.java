package io.kafkavertx.examples.livetopics;

import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.FailureCodes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;

/** Stores a page's records through the library's address, save in topics of Kafka's own. */
final class ProduceVerticle extends VerticleBase {
  private static final int FORBIDDEN = 403;

  private final Settings settings;
  private EventBusProducer producer;

  ProduceVerticle(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    return EventBusProducer.create(vertx, settings.producer(), Addresses.KAFKA, null)
        .compose(
            opened -> {
              producer = opened;
              return vertx
                  .eventBus()
                  .<JsonObject>consumer(Addresses.PRODUCE, this::produce)
                  .completion();
            });
  }

  @Override
  public Future<?> stop() {
    return producer.close();
  }

  private void produce(Message<JsonObject> message) {
    if (!(message.body().getValue("topic") instanceof String topic)) {
      message.fail(FailureCodes.BAD_MESSAGE, "the record needs a topic");
      return;
    }
    if (topic.startsWith("__")) {
      message.fail(FORBIDDEN, topic + " is Kafka's own; this page does not write there");
      return;
    }
    vertx
        .eventBus()
        .<JsonObject>request(Addresses.KAFKA, message.body())
        .onSuccess(stored -> message.reply(stored.body()))
        .onFailure(
            failure ->
                message.fail(
                    failure instanceof ReplyException reply
                        ? reply.failureCode()
                        : FailureCodes.FAILED,
                    failure.getMessage()));
  }
}

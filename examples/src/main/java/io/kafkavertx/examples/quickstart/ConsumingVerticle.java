package io.kafkavertx.examples.quickstart;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/**
 * Takes records from an event-bus address; it knows nothing of Kafka. Its reply is the
 * acknowledgement.
 */
final class ConsumingVerticle extends VerticleBase {
  private final String address;
  private final Receipts receipts;

  ConsumingVerticle(String address, Receipts receipts) {
    this.address = address;
    this.receipts = receipts;
  }

  @Override
  public Future<?> start() {
    return vertx
        .eventBus()
        .<JsonObject>consumer(
            address,
            message -> {
              JsonObject order = new JsonObject(message.body().getString("value"));
              receipts.received(order.getInteger("id"));
              message.reply(null);
            })
        .completion();
  }
}

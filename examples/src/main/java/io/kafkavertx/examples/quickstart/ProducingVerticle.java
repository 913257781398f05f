package io.kafkavertx.examples.quickstart;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/**
 * Sends numbered records to an event-bus address; it knows nothing of Kafka. The reply says where a
 * record was stored.
 */
final class ProducingVerticle extends VerticleBase {
  /** How many records wait for their reply at once: the replies are the back-pressure. */
  private static final int WINDOW = 2_000;

  private final String address;
  private final Receipts receipts;
  private final Promise<Void> finished;
  private int next;
  private int answered;

  ProducingVerticle(String address, Receipts receipts, Promise<Void> finished) {
    this.address = address;
    this.receipts = receipts;
    this.finished = finished;
  }

  @Override
  public Future<?> start() {
    for (int i = 0; i < WINDOW; i++) {
      sendNext();
    }
    return Future.succeededFuture();
  }

  private void sendNext() {
    if (next == receipts.expected()) {
      return;
    }
    int id = next++;
    JsonObject record =
        new JsonObject()
            .put("key", "customer-" + id % 100)
            .put("value", new JsonObject().put("id", id).put("text", "order number " + id));
    vertx
        .eventBus()
        .request(address, record)
        .onSuccess(
            reply -> {
              receipts.sent();
              answered++;
              if (answered == receipts.expected()) {
                finished.tryComplete();
              } else {
                sendNext();
              }
            })
        .onFailure(finished::tryFail);
  }
}

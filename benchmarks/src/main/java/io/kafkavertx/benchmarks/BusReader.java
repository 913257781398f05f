package io.kafkavertx.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** No Kafka at all: as many requests over the event bus, to know what they cost by themselves. */
final class BusReader implements Reader {
  private final Vertx vertx = Vertx.vertx();

  @Override
  public String name() {
    return "requests alone, without Kafka";
  }

  @Override
  public long consume(String topic, Load load, Runnable finished) throws Exception {
    Buffer value = Buffer.buffer(new byte[load.size()]);
    try (var handlers =
        new BusHandlers<Buffer>(vertx, load, true, body -> 1, body -> value.length())) {
      // Null for a body: the buffer would be copied for each of them.
      Requests requests = new Requests(vertx, load.records(), handlers);
      vertx.getOrCreateContext().runOnContext(v -> requests.fill());
      long bytes = handlers.await();
      finished.run();
      return bytes;
    }
  }

  /** Keeps as many under way as the contenders do. */
  private static final class Requests {
    private final Vertx vertx;
    private final BusHandlers<?> handlers;
    private int left;
    private int open;

    Requests(Vertx vertx, int count, BusHandlers<?> handlers) {
      this.vertx = vertx;
      this.left = count;
      this.handlers = handlers;
    }

    void fill() {
      while (left > 0 && open < Load.IN_FLIGHT) {
        left--;
        open++;
        vertx
            .eventBus()
            .request(BusHandlers.ADDRESS, null)
            .onFailure(handlers::fail)
            .onSuccess(
                reply -> {
                  open--;
                  fill();
                });
      }
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

package io.kafkavertx.examples.quickstart;

import io.kafkavertx.eventbus.EventBusDelivery;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * Shows once a second how far the records have come: one line that is rewritten on a terminal,
 * lines elsewhere.
 */
final class Progress {
  private final Vertx vertx;
  private final Receipts receipts;
  private final EventBusDelivery delivery;
  private final boolean terminal = System.console() != null;
  private final long started = System.nanoTime();
  private long timer = -1;

  Progress(Vertx vertx, Receipts receipts, EventBusDelivery delivery) {
    this.vertx = vertx;
    this.receipts = receipts;
    this.delivery = delivery;
  }

  void start() {
    timer = vertx.setPeriodic(1_000, id -> delivery.status().onSuccess(this::show));
  }

  void stop() {
    vertx.cancelTimer(timer);
    if (terminal) {
      System.out.println();
    }
  }

  private void show(JsonObject status) {
    double seconds = (System.nanoTime() - started) / 1e9;
    int received = receipts.countReceived();
    String line =
        String.format(
            "  sent %,d  received %,d  acknowledged %,d  lag %,d  %,.0f records/s",
            receipts.countSent(),
            received,
            status.getLong("acknowledged"),
            status.getLong("lag", 0L),
            received / seconds);
    if (terminal) {
      System.out.print("\r" + line + "    ");
      System.out.flush();
    } else {
      System.out.println(line);
    }
  }
}

package io.kafkavertx.benchmarks;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.Ordering;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;

/** This client's delivery to an event-bus address: record, message, (reply,) commit. */
final class DeliveryReader implements Reader {
  private final Vertx vertx = Vertx.vertx();
  private final Route.Mode mode;
  private final Ordering ordering;
  private final int batchSize;
  private final boolean together;

  /**
   * A way to deliver.
   *
   * @param batchSize the most records of a message
   * @param together whether the handler is on the same event loop
   */
  DeliveryReader(Route.Mode mode, Ordering ordering, int batchSize, boolean together) {
    this.mode = mode;
    this.ordering = ordering;
    this.batchSize = batchSize;
    this.together = together;
  }

  @Override
  public String name() {
    return "kafka-vertx, "
        + mode
        + ", ordering "
        + ordering
        + (batchSize == 1 ? "" : ", batches of " + batchSize)
        + (together ? ", one event loop" : "");
  }

  @Override
  public long consume(String topic, Load load, Runnable finished) throws Exception {
    try (var handlers =
        batchSize == 1
            ? new BusHandlers<ConsumerRecord<Buffer, Buffer>>(
                vertx, load, replies(), record -> 1, DeliveryReader::bytes)
            : new BusHandlers<ConsumerRecords<Buffer, Buffer>>(
                vertx, load, replies(), ConsumerRecords::size, DeliveryReader::bytes)) {
      EventBusDelivery delivery = handlers.make(together, () -> delivery(topic, load));
      delivery.exceptionHandler(handlers::fail);
      delivery.start().onFailure(handlers::fail);
      long bytes = handlers.await();
      finished.run();
      delivery.close().await(1, TimeUnit.MINUTES);
      return bytes;
    }
  }

  private EventBusDelivery delivery(String topic, Load load) {
    return EventBusDelivery.create(
        vertx,
        new ConsumerOptions()
            .setBootstrapServers(load.bootstrap())
            .setGroupId("own-" + System.nanoTime())
            .setAutoOffsetReset("earliest"),
        new Route(topic, BusHandlers.ADDRESS)
            .setMode(mode)
            .setOrdering(ordering)
            .setBatchSize(batchSize)
            .setCredits(Load.IN_FLIGHT * (batchSize == 1 ? 1 : 8)));
  }

  private boolean replies() {
    return mode == Route.Mode.REQUEST;
  }

  private static int bytes(ConsumerRecord<Buffer, Buffer> record) {
    return record.value().length();
  }

  private static int bytes(ConsumerRecords<Buffer, Buffer> records) {
    int bytes = 0;
    for (ConsumerRecord<Buffer, Buffer> record : records) {
      bytes += bytes(record);
    }
    return bytes;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

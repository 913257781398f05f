package io.kafkavertx.eventbus;

import io.kafkavertx.eventbus.VerticleConfig.DeliveryPart;
import io.kafkavertx.eventbus.VerticleConfig.ProducerPart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The deliveries and producers of a {@link KafkaVerticle}. On its context. */
final class VerticleParts {
  private final Vertx vertx;
  private final VerticleConfig config;
  private final Map<String, EventBusDelivery> deliveries = new LinkedHashMap<>();
  private final Map<String, EventBusProducer> producers = new LinkedHashMap<>();
  private final List<String> unassigned = new ArrayList<>();

  VerticleParts(Vertx vertx, VerticleConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /** By their names. */
  Map<String, EventBusDelivery> deliveries() {
    return deliveries;
  }

  /** By their names. */
  Map<String, EventBusProducer> producers() {
    return producers;
  }

  /** Makes everything, and registers the producers' addresses. */
  Future<Void> open() {
    for (DeliveryPart part : config.deliveries()) {
      deliveries.put(part.name(), EventBusDelivery.create(vertx, part.consumer(), part.route()));
    }
    List<Future<EventBusProducer>> opened = new ArrayList<>();
    for (ProducerPart part : config.producers()) {
      opened.add(
          EventBusProducer.create(vertx, part.options(), part.address(), part.topic())
              .onSuccess(producer -> producers.put(part.name(), producer)));
    }
    return Future.join(opened).mapEmpty();
  }

  /** Starts the deliveries; completes when all have their first assignment. */
  Future<Void> start() {
    List<Future<Void>> started = new ArrayList<>();
    unassigned.addAll(deliveries.keySet());
    deliveries.forEach(
        (name, delivery) ->
            started.add(delivery.start().onSuccess(assigned -> unassigned.remove(name))));
    return Future.all(started).mapEmpty();
  }

  /** The names of the deliveries that wait for their first assignment. */
  List<String> unassigned() {
    return unassigned;
  }

  /**
   * Deliveries first: handlers that still work on their records may want to send some. Two thirds
   * of the time are theirs at most.
   */
  Future<Void> close(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    Duration first = producers.isEmpty() ? timeout : timeout.multipliedBy(2).dividedBy(3);
    List<Future<Void>> delivered = new ArrayList<>();
    deliveries.values().forEach(delivery -> delivered.add(delivery.close(first)));
    return Future.join(delivered)
        .transform(
            done -> {
              Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
              List<Future<Void>> sent = new ArrayList<>();
              producers.values().forEach(producer -> sent.add(producer.close(left)));
              return Future.join(sent).<Void>mapEmpty();
            });
  }
}

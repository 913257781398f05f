package io.kafkavertx.health;

import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.internal.health.HealthReport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Health procedures of a client, for {@code HealthChecks.register(name, procedure)} of
 * vertx-health-check, which must be on the class or module path. They look at what the client knows
 * already: no broker is asked, so they may be called as often as a probe likes.
 *
 * <table>
 *   <caption>What the procedures look at</caption>
 *   <tr><th>start-up</th><td>the first assignment has come; a producer has started at once</td></tr>
 *   <tr><th>readiness</th><td>a connection is open, the group has given an assignment, and not all
 *   partitions have been stopped by records that failed; a producer is not ready while records wait
 *   and no connection is open</td></tr>
 *   <tr><th>liveness</th><td>no record has been waiting for its acknowledgement for too long, the
 *   client is not closed, a producer has not been fenced or refused its transactional id, and a
 *   membership of a group has not ended with an error. A broker that is away does not count: a
 *   restart would not bring it back</td></tr>
 * </table>
 *
 * <p>The data of the status tells why: {@code reasons}, and the figures behind them.
 */
public final class KafkaHealth {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Supplier<Future<JsonObject>> report;

  /** The first assignment, of a consumer that does not remember it. */
  private boolean joined;

  private KafkaHealth(Supplier<Future<JsonObject>> report) {
    this.report = report;
  }

  /**
   * Of a delivery; a record may wait for its acknowledgement for the consumer's rebalance timeout.
   */
  public static KafkaHealth of(EventBusDelivery delivery) {
    return new KafkaHealth(delivery::health);
  }

  /**
   * Of a delivery.
   *
   * @param maxUnacknowledged how long a record may wait for its acknowledgement
   */
  public static KafkaHealth of(EventBusDelivery delivery, Duration maxUnacknowledged) {
    return new KafkaHealth(() -> delivery.health(maxUnacknowledged));
  }

  /** Of an address that takes records. */
  public static KafkaHealth of(EventBusProducer producer) {
    return new KafkaHealth(producer::health);
  }

  /** Of a consumer; the application may have a record in its hands for 5 minutes. */
  public static KafkaHealth of(KafkaConsumer<?, ?> consumer) {
    return of(consumer, LONGEST_WAIT);
  }

  /**
   * Of a consumer.
   *
   * @param maxUnacknowledged how long the application may have a record in its hands
   */
  public static KafkaHealth of(KafkaConsumer<?, ?> consumer, Duration maxUnacknowledged) {
    KafkaHealth[] self = new KafkaHealth[1];
    self[0] =
        new KafkaHealth(
            () ->
                consumer
                    .state()
                    .map(
                        state -> {
                          self[0].joined |= state.joined();
                          return HealthReport.consumer(state, self[0].joined, maxUnacknowledged);
                        }));
    return self[0];
  }

  /** Of a producer. */
  public static KafkaHealth of(KafkaProducer<?, ?> producer) {
    return new KafkaHealth(() -> producer.state().map(HealthReport::producer));
  }

  /**
   * Of all instances of a {@link io.kafkavertx.eventbus.KafkaVerticle} together, asked at their
   * control address. Where nobody answers they are not healthy.
   */
  public static KafkaHealth ofVerticle(Vertx vertx, String control) {
    JsonObject question = new JsonObject().put("action", "health");
    DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
    return new KafkaHealth(
        () ->
            vertx
                .eventBus()
                .<JsonObject>request(control, question.copy(), local)
                .map(reply -> reply.body()));
  }

  /** Whether a restart could help. */
  public Handler<Promise<Status>> liveness() {
    return procedure("live");
  }

  /** Whether there is a connection and something to do or to wait for. */
  public Handler<Promise<Status>> readiness() {
    return procedure("ready");
  }

  /** Whether the first assignment has come. */
  public Handler<Promise<Status>> startup() {
    return procedure("started");
  }

  private Handler<Promise<Status>> procedure(String what) {
    return status ->
        HealthReport.orDead(report.get())
            .map(json -> json.getBoolean(what) ? Status.OK(json) : Status.KO(json))
            .onComplete(status);
  }
}

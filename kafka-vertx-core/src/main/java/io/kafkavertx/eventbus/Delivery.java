package io.kafkavertx.eventbus;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes records from a consumer to the event bus and acknowledgements back. Everything happens on
 * one context.
 */
final class Delivery implements EventBusDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(EventBusDelivery.class);

  private final Vertx vertx;
  private final Context context;
  private final Route route;
  private final DeliveryOptions sendOptions;
  private final KafkaConsumer<Buffer, Buffer> consumer;
  private final Commits commits;
  private final long commitIntervalMs;
  private final int mostInFlight;
  private final int laneLimit;
  private final Map<TopicPartition, PartitionLane> lanes = new HashMap<>();

  private Handler<Throwable> exceptionHandler =
      failure -> LOG.error("Kafka delivery to the event bus", failure);
  private long commitTimer = -1;
  private boolean closing;
  private boolean paused;
  private long demand;
  private Future<Void> closed;
  private final DeliveryMeters meters;

  Delivery(Vertx vertx, ConsumerOptions options, Route route) {
    route.checkWith(options);
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.route = route;
    this.sendOptions = new DeliveryOptions().setSendTimeout(route.getAckTimeout().toMillis());
    if (route.getBody() == Route.Body.RECORD) {
      sendOptions.setCodecName(EventBusRecords.CONSUMER_CODEC);
    }
    EventBusRecords.register(vertx);
    ConsumerOptions own = new ConsumerOptions(options).setEnableAutoCommit(false);
    this.commitIntervalMs = Math.max(1, options.getAutoCommitInterval().toMillis());
    this.consumer = KafkaConsumer.create(vertx, own, Deserializer.buffer(), Deserializer.buffer());
    this.meters = new DeliveryMeters(vertx, own, route.getAddress());
    this.commits = new Commits(consumer, this::report);
    this.mostInFlight = route.getOrdering() == Route.Ordering.PARTITION ? 1 : route.getCredits();
    this.laneLimit = Math.max(1, route.getCredits() / 4);
  }

  @Override
  public Future<Void> start() {
    return onContext(
        () -> {
          if (closing) {
            return Future.failedFuture(new ClientClosedException("the delivery has been closed"));
          }
          consumer
              .exceptionHandler(this::report)
              .partitionsRevokedHandler(this::revoked)
              .partitionsLostHandler(this::lost)
              .pause()
              .handler(this::received);
          credit(route.getCredits());
          meters.start(lanes.values());
          commitTimer = vertx.setPeriodic(commitIntervalMs, id -> commits.commit(lanes.values()));
          return consumer.subscribe(new HashSet<>(route.getTopics()));
        });
  }

  private void received(ConsumerRecord<Buffer, Buffer> record) {
    demand--;
    PartitionLane lane = lanes.computeIfAbsent(record.topicPartition(), PartitionLane::new);
    if (!lane.isOpen()) {
      // Not acknowledged, so not committed: whoever owns the partition next reads it again.
      credit(1);
      return;
    }
    lane.add(record);
    // A partition that stands still must not take the credits of the others.
    if (lane.waiting() >= laneLimit && !lane.isConsumerPaused()) {
      lane.consumerPaused(true);
      consumer.pause(List.of(lane.partition));
    }
    pump(lane);
  }

  private void pump(PartitionLane lane) {
    long now = meters.now();
    for (PartitionLane.Sent sent = lane.next(mostInFlight, now);
        sent != null;
        sent = lane.next(mostInFlight, now)) {
      meters.delivered();
      send(lane, sent);
    }
    if (lane.isConsumerPaused() && lane.isOpen() && lane.waiting() <= laneLimit / 2) {
      lane.consumerPaused(false);
      consumer.resume(List.of(lane.partition));
    }
  }

  private void send(PartitionLane lane, PartitionLane.Sent sent) {
    Object body =
        route.getBody() == Route.Body.RECORD
            ? sent.record
            : RecordJson.delivered(sent.record, route.getEncoding());
    int attempt = sent.nextAttempt();
    vertx
        .eventBus()
        .request(route.getAddress(), body, sendOptions)
        .onComplete(
            reply -> {
              if (lane.isClosed()) {
                return;
              }
              if (reply.succeeded()) {
                meters.acknowledged();
                done(lane, sent);
              } else {
                refused(lane, sent, attempt, reply.cause());
              }
            });
  }

  private void done(PartitionLane lane, PartitionLane.Sent sent) {
    lane.done(sent);
    credit(1);
    pump(lane);
  }

  private void refused(PartitionLane lane, PartitionLane.Sent sent, int attempt, Throwable cause) {
    if (attempt >= route.getMaxAttempts()) {
      exhausted(lane, sent, attempt, cause);
    } else if (!lane.isOpen()) {
      givenUp(lane);
    } else {
      meters.retried();
      long timer = vertx.setTimer(backoffMs(attempt), id -> retry(lane, sent));
      lane.beforeClosing(sent, () -> retryCancelled(lane, timer));
    }
  }

  private void retry(PartitionLane lane, PartitionLane.Sent sent) {
    lane.closingNeedsNothing(sent);
    send(lane, sent);
  }

  private void retryCancelled(PartitionLane lane, long timer) {
    vertx.cancelTimer(timer);
    givenUp(lane);
  }

  private void givenUp(PartitionLane lane) {
    lane.givenUp();
    credit(1);
  }

  private void exhausted(
      PartitionLane lane, PartitionLane.Sent sent, int attempts, Throwable cause) {
    String what =
        "offset "
            + sent.record.offset()
            + " of "
            + lane.partition
            + " was not acknowledged at address "
            + route.getAddress()
            + " in "
            + attempts
            + " attempts";
    if (route.getOnFailure() == Route.OnFailure.SKIP) {
      report(new KafkaException(what + "; it is skipped (onFailure=SKIP)", cause));
      meters.skipped();
      done(lane, sent);
    } else {
      credit(lane.stop());
      givenUp(lane);
      lane.consumerPaused(true);
      consumer.pause(List.of(lane.partition));
      report(
          new KafkaException(
              what
                  + "; the partition is stopped (onFailure=STOP_PARTITION) until it is assigned anew",
              cause));
    }
  }

  private long backoffMs(int attempt) {
    long doubled = route.getRetryBackoff().toMillis() << Math.min(attempt - 1, 20);
    return Math.min(doubled, route.getRetryBackoffMax().toMillis());
  }

  private void credit(int count) {
    demand += count;
    if (!closing && !paused && count > 0) {
      consumer.fetch(count);
    }
  }

  private Future<Void> revoked(Set<TopicPartition> partitions) {
    return drain(lanesOf(partitions));
  }

  private Future<Void> lost(Set<TopicPartition> partitions) {
    lanesOf(partitions).forEach(this::drop);
    return Future.succeededFuture();
  }

  private List<PartitionLane> lanesOf(Collection<TopicPartition> partitions) {
    return partitions.stream().map(lanes::get).filter(Objects::nonNull).toList();
  }

  private void drop(PartitionLane lane) {
    lanes.remove(lane.partition, lane);
    credit(lane.drop());
  }

  /**
   * Waits for what is on its way, commits it, and closes the lanes. The wait ends by itself: every
   * request to the bus has a time-out, and nothing is sent again.
   */
  private Future<Void> drain(List<PartitionLane> leaving) {
    List<Future<Void>> all = new ArrayList<>();
    for (PartitionLane lane : leaving) {
      credit(lane.drain());
      all.add(lane.drained());
    }
    return Future.join(all)
        .transform(joined -> commits.commit(leaving))
        .onComplete(committed -> leaving.forEach(this::drop));
  }

  private void report(Throwable failure) {
    exceptionHandler.handle(failure);
  }

  @Override
  public EventBusDelivery exceptionHandler(Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  public Future<Void> pause() {
    return onContext(
        () -> {
          paused = true;
          consumer.pause();
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<Void> resume() {
    return onContext(
        () -> {
          if (paused && !closing) {
            paused = false;
            if (demand > 0) {
              consumer.fetch(demand);
            }
          }
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<JsonObject> status() {
    return onContext(
        () -> consumer.lag().transform(lag -> Future.succeededFuture(status(lag.result()))));
  }

  private JsonObject status(Map<TopicPartition, Long> lag) {
    JsonArray partitions = new JsonArray();
    int inFlight = 0;
    for (PartitionLane lane : lanes.values()) {
      partitions.add(lane.status());
      inFlight += lane.inFlight();
    }
    JsonObject status =
        new JsonObject()
            .put("address", route.getAddress())
            .mergeIn(meters.totals())
            .put("inFlight", inFlight)
            .put("partitions", partitions);
    if (lag != null) {
      status.put("lag", lag.values().stream().mapToLong(Long::longValue).sum());
    }
    return status;
  }

  @Override
  public Future<Void> close(Duration timeout) {
    return onContext(
        () -> {
          if (closed == null) {
            closed = closeOnce(timeout);
          }
          return closed;
        });
  }

  private Future<Void> closeOnce(Duration timeout) {
    closing = true;
    vertx.cancelTimer(commitTimer);
    consumer.pause();
    List<PartitionLane> all = List.copyOf(lanes.values());
    Duration eighth = timeout.dividedBy(8);
    return within(timeout.minus(eighth.multipliedBy(2)), drain(all), "the last replies")
        // With all replies there, everything has been committed, and this has nothing to do.
        .transform(ended -> within(eighth, commits.commit(all), "committing the last replies"))
        .transform(
            committed -> {
              all.forEach(this::drop);
              meters.close();
              return consumer.close(eighth);
            });
  }

  /** Completes with {@code work}, but no later than after {@code most}. */
  private Future<Void> within(Duration most, Future<Void> work, String what) {
    Promise<Void> ended = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, most.toMillis()),
            id -> {
              LOG.warn("closing delivery to " + route.getAddress() + " without " + what);
              ended.tryComplete();
            });
    work.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          ended.tryComplete();
        });
    return ended.future();
  }

  /** Runs {@code work} on the delivery's context, and completes the result on the caller's. */
  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    if (Vertx.currentContext() == context) {
      return work.get();
    }
    Promise<T> result = CallerContext.currentOrNew(vertx).promise();
    context.runOnContext(v -> work.get().onComplete(result));
    return result.future();
  }
}

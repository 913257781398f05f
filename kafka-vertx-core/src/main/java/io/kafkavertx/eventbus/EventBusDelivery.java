package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.internal.vertx.OneLoop;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.Fluent;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Delivers the records of Kafka topics to an event-bus address, as a {@link Route} says.
 *
 * <p>Each record is a request; the reply is its acknowledgement. What is committed is, for each
 * partition, the offset after the longest run of acknowledged records, so a record is delivered
 * again after a crash unless it, and all before it in its partition, were acknowledged: at least
 * once, never less. At most {@link Route#getCredits()} records are on their way; a slow handler
 * slows the fetching down, never the heartbeats of the group.
 *
 * <p>Several handlers at one address share the load (the bus takes turns). When partitions move to
 * another member of the group, the records on their way are waited for and committed first, within
 * the rebalance time-out.
 *
 * <p>The methods may be called from any thread.
 */
@VertxGen
public interface EventBusDelivery {
  /**
   * Makes a delivery; {@link #start()} starts it. Automatic commits are the delivery's own
   * business, at the interval of {@link ConsumerOptions#getAutoCommitInterval()}.
   *
   * @param options the consumer's options; a group id is needed, since the acknowledgements are
   *     committed
   * @throws io.kafkavertx.ConfigException when the options or the route cannot be used; the message
   *     names the option
   */
  static EventBusDelivery create(Vertx vertx, ConsumerOptions options, Route route) {
    return OneLoop.make(vertx, () -> new Delivery(vertx, options, route));
  }

  /** Joins the group and begins to deliver. Completes when the first assignment has arrived. */
  Future<Void> start();

  /**
   * Called with what goes wrong: refused records, stopped partitions, failed commits, errors of the
   * consumer.
   */
  @Fluent
  EventBusDelivery exceptionHandler(Handler<Throwable> handler);

  /** Stops or resumes delivering; membership of the group goes on. */
  Future<Void> pause();

  /** See {@link #pause()}. */
  Future<Void> resume();

  /**
   * Goes on with a partition that a record has stopped ({@link Route.OnFailure#STOP_PARTITION}), at
   * that record.
   *
   * @return fails when the partition is not assigned or not stopped
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> resume(TopicPartition partition);

  /**
   * What is going on: {@code address}, {@code delivered} (records, repetitions included), {@code
   * acknowledged}, {@code refused}, {@code skipped}, {@code deadLettered}, {@code inFlight}, {@code
   * oldestMs} (the age of the oldest record that is not done), {@code lag} (of all partitions,
   * where it is known), and {@code partitions}, a list of objects with {@code topic}, {@code
   * partition}, {@code outstanding}, {@code committable}, {@code stopped}.
   */
  Future<JsonObject> status();

  /** {@link #close(Duration)} with 30 seconds. */
  default Future<Void> close() {
    return close(Duration.ofSeconds(30));
  }

  /**
   * Takes no more records, waits for the replies to those on their way, commits what was
   * acknowledged and leaves the group.
   *
   * @param timeout how long all of that may take, whether brokers can be reached or not: at most
   *     three quarters of it for the replies, the rest for the commit and for leaving
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> close(Duration timeout);
}

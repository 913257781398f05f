package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.OffsetAndMetadata;
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
import java.util.Collection;
import java.util.Map;
import java.util.Set;

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
   * Delivers no more records of these partitions until they are resumed; those on their way go on.
   * A partition that moves to another member, or comes back, is not paused any more.
   *
   * @return fails when one is not assigned
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> pause(Collection<TopicPartition> partitions);

  /**
   * Goes on with these partitions, whether they were paused or stopped by a record that failed;
   * with the others nothing happens.
   *
   * @return fails when one is not assigned
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> resume(Collection<TopicPartition> partitions);

  /**
   * Goes on delivering a partition at an offset, also one that a record has stopped. Replies to
   * records sent before count no more: what is committed from then on follows this offset.
   *
   * @return completes when it is in force; fails when the partition is not assigned
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seek(TopicPartition partition, long offset);

  /** As {@link #seek}, at the first record of each; of all assigned partitions when empty. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seekToBeginning(Collection<TopicPartition> partitions);

  /** As {@link #seek}, after the last record of each; of all assigned partitions when empty. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seekToEnd(Collection<TopicPartition> partitions);

  /**
   * As {@link #seek}, at the first record of each that is not older than a time; after the last
   * where there is none.
   *
   * @param timestamp in milliseconds since 1970
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seekToTime(Collection<TopicPartition> partitions, long timestamp);

  /** The offset of the next record to be delivered; see {@link io.kafkavertx.ConsumerCalls}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Long> position(TopicPartition partition);

  /**
   * Commits what has been acknowledged now, instead of at the next interval.
   *
   * @return what was committed
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, OffsetAndMetadata>> commit();

  /** The partitions that this member of the group has. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Set<TopicPartition>> assignment();

  /**
   * How many records each assigned partition still holds, as of the last fetch; those of which
   * nothing is known yet are left out. Costs no request.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, Long>> lag();

  /**
   * {@link #health(Duration)} with the consumer's {@link ConsumerOptions#getRebalanceTimeout()}.
   */
  Future<JsonObject> health();

  /**
   * Whether all is well: {@code live}, {@code ready} and {@code started}, {@code reasons} why one
   * of them is false, and the figures behind them; {@code docs/kafka-verticle.md} lists them. No
   * broker is asked. Always succeeds.
   *
   * @param maxUnacknowledged how long a record may wait for its acknowledgement until the delivery
   *     counts as dead; records of paused and of stopped partitions are not looked at
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<JsonObject> health(Duration maxUnacknowledged);

  /**
   * What is going on: {@code address}, {@code delivered} (records, repetitions included), {@code
   * acknowledged}, {@code refused}, {@code skipped}, {@code deadLettered}, {@code inFlight}, {@code
   * oldestMs} (the age of the oldest record that is not done), {@code lag} (of all partitions,
   * where it is known), {@code paused}, {@code started} (the first assignment has come), and {@code
   * partitions}, a list of objects with {@code topic}, {@code partition}, {@code outstanding},
   * {@code committable} (-1 when nothing is yet), {@code stopped}, {@code paused} and {@code lag}.
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

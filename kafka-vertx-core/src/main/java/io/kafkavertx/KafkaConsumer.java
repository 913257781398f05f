package io.kafkavertx;

import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.Fluent;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads records from topics, alone or as a member of a group.
 *
 * <p>It is a {@link ReadStream}: records of one partition arrive in order, one at a time, on the
 * context that called {@link #handler(Handler)}. {@link #pause()}, {@link #fetch(long)} and {@link
 * #resume()} say how many records the handler wants; heartbeats, rebalances and commits never
 * depend on that. Records that nobody wants yet stay undecoded, and fetching stops when {@link
 * ConsumerOptions#getMaxBufferedBytes()} of them have piled up. Instead of a handler, {@link #poll}
 * can be called.
 *
 * <p><b>Threads.</b> All methods may be called from any thread and none blocks. Futures complete on
 * the caller's context; without one, on the consumer's event loop. A consumer belongs to the event
 * loop on which it was created and needs no thread of its own.
 *
 * <p><b>Positions.</b> The position of a partition is the offset after the last record that was
 * handed to the handler (or returned by {@code poll}). {@link #commit()} commits positions: called
 * in a handler it includes the record at hand. Automatic commits are more careful: they include a
 * record only after the handler has returned from it, or after the next {@code poll}. See {@code
 * docs/consumer.md}.
 *
 * <p><b>Errors.</b> What the application can do nothing about (a broker that is down, a leader that
 * moves, a rebalance) is retried and logged. What it can goes to the {@link
 * #exceptionHandler(Handler)}: a record that cannot be deserialized, a corrupt batch, an offset out
 * of range with {@code auto.offset.reset=none}, missing rights. Such a partition stands still until
 * {@link #seek}; the others go on.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@VertxGen
public interface KafkaConsumer<K, V> extends ReadStream<ConsumerRecord<K, V>>, ConsumerCalls {
  /**
   * Makes a consumer. It connects to nothing before it is asked for something.
   *
   * <p>Created on an event loop it lives there and, in a verticle, is closed when the verticle is
   * undeployed; created elsewhere it gets an event loop of {@code vertx}.
   *
   * @param options copied
   * @param keyDeserializer turns keys into {@code K}
   * @param valueDeserializer turns values into {@code V}
   * @throws ConfigException when an option cannot be used; the message names it
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  static <K, V> KafkaConsumer<K, V> create(
      Vertx vertx,
      ConsumerOptions options,
      Deserializer<K> keyDeserializer,
      Deserializer<V> valueDeserializer) {
    return KafkaConsumerImpl.create(vertx, options, keyDeserializer, valueDeserializer);
  }

  /**
   * Joins the group {@code group.id} for one topic. See {@link #subscribe(Set)}.
   *
   * @return completes when the group has given this consumer its first assignment
   */
  default Future<Void> subscribe(String topic) {
    return subscribe(Set.of(topic));
  }

  /**
   * Joins the group {@code group.id} for these topics, in place of those subscribed before.
   *
   * @return completes when the group has given this consumer its assignment (which may be empty)
   *     and the handler for assigned partitions has done its work; fails when that cannot be: no
   *     group id, no right to the group, a subscription given up meanwhile. A topic that does not
   *     exist yet is no error: its partitions are assigned when it appears
   */
  Future<Void> subscribe(Set<String> topics);

  /**
   * Joins the group {@code group.id} for all topics whose whole name matches, in place of a pattern
   * subscribed before. Topics that appear or vanish later are noticed with the next metadata update
   * ({@code metadata.max.age}) and lead to a rebalance. Topics that this user may not see do not
   * match; nor do topics of Kafka's own, unless {@link
   * ConsumerOptions#setExcludeInternalTopics(boolean)} says otherwise.
   *
   * <p>The pattern is matched on the event loop against the names of all topics: one that takes
   * long for a name holds up everything else there.
   *
   * @return as that of {@link #subscribe(Set)}; also when no topic matches yet. Fails with {@link
   *     IllegalStateException} while subscribed to topics by their names, or while partitions are
   *     assigned by hand: {@link #unsubscribe()} first
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> subscribe(Pattern pattern);

  /**
   * Leaves the group, or gives up what was assigned. Uncommitted positions are forgotten, save with
   * automatic commits.
   */
  Future<Void> unsubscribe();

  /**
   * Has the group share out its partitions anew, for example because something has changed that an
   * assignor looks at. What moves is up to the assignor. While a rebalance is under way nothing
   * else is asked for.
   *
   * @param reason for the log of the group's coordinator; the first 255 characters are sent, to
   *     brokers from 3.2 on
   * @return completes when the group has given this consumer its assignment and the handlers have
   *     done their work; fails with {@link IllegalStateException} when it has not subscribed
   */
  Future<Void> enforceRebalance(String reason);

  /** {@link #enforceRebalance(String)} without a reason of the application's own. */
  default Future<Void> enforceRebalance() {
    return enforceRebalance("the application has asked for it");
  }

  /**
   * Reads exactly these partitions, in place of those before, without group membership. Positions
   * start at the group's committed offsets when there is a {@code group.id}, else as {@code
   * auto.offset.reset} says. Partitions that were assigned before keep their positions.
   *
   * @return completes when the assignment is in force; fails after {@link #subscribe(Set)} without
   *     {@link #unsubscribe()}
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> assign(Collection<TopicPartition> partitions);

  /** The topics subscribed to; empty when there are none. */
  Future<Set<String>> subscription();

  /** The partitions that this consumer reads now. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Set<TopicPartition>> assignment();

  /**
   * Called with every record, on the context that calls this method. An exception goes to the
   * {@link #exceptionHandler(Handler)}; the record then counts as handled. Null stops delivery.
   */
  @Override
  @Fluent
  KafkaConsumer<K, V> handler(Handler<ConsumerRecord<K, V>> handler);

  /**
   * Called with what is ready of one partition, up to {@code max.poll.records} at a time, on the
   * context that calls this method. The records of a batch count as handled when the handler has
   * returned from it, also by an exception, which goes to the {@link #exceptionHandler(Handler)}.
   * {@link #fetch} counts records: a batch that exceeds the demand is cut off there, and the rest
   * comes with the next. {@link #pause()} in the handler acts at the next batch. Null stops
   * delivery.
   *
   * <p>Records go one way at a time: while there is a handler of batches, {@link #handler}, {@link
   * #partitionsHandler}, {@link #records()} and {@link #poll} fail with {@link
   * IllegalStateException}; the same holds for each of the others.
   *
   * @throws IllegalStateException when records are taken in another way
   */
  @Fluent
  KafkaConsumer<K, V> batchHandler(Handler<ConsumerRecords<K, V>> handler);

  /**
   * Called with a stream for each partition, when its reading starts; for those that are assigned
   * already at once. Each stream has its own handler and demand, so that one whose records nobody
   * wants yet holds up no other. It ends when the partition is not assigned any more. {@link
   * #pause()}, {@link #resume()} and {@link #fetch} of the consumer do not concern them.
   *
   * <p>Called on the context that calls this method. Null ends all streams; what they have not
   * delivered is delivered when records are taken again, in any way.
   *
   * @throws IllegalStateException when records are taken in another way
   */
  @Fluent
  KafkaConsumer<K, V> partitionsHandler(Handler<PartitionStream<K, V>> handler);

  /**
   * Records one after the other, for a thread that may block: a virtual thread, a worker, or one of
   * the application's own. Iteration waits for a record; it ends when there is none for {@code
   * consumer.timeout.ms} (by default it waits for ever), or when the consumer is closed, and may
   * then begin anew. A record counts as handled when the next one is asked for; {@link #commit()}
   * by the same thread includes the record at hand.
   *
   * <p>Nobody waits for the thread: when a partition is revoked, sought or paused, its records that
   * the thread has not taken yet are taken back. A record at hand is not committed then, and its
   * partition's next owner gets it too.
   *
   * @throws IllegalStateException when records are taken in another way
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default RecordIterable<K, V> records() {
    return records(null);
  }

  /**
   * {@link #records()} with a time to wait for a record.
   *
   * @param timeout null for {@code consumer.timeout.ms}
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  RecordIterable<K, V> records(Duration timeout);

  /**
   * Called with what went wrong, on the context that calls this method. Without one, errors are
   * logged.
   */
  @Override
  @Fluent
  KafkaConsumer<K, V> exceptionHandler(Handler<Throwable> handler);

  /** Called once when the consumer has been closed. */
  @Override
  @Fluent
  KafkaConsumer<K, V> endHandler(Handler<Void> handler);

  /**
   * Stops the stream of records, of all partitions, until {@link #resume()} or {@link #fetch}.
   * Called on the handler's context it acts at once. Membership, heartbeats and commits are not
   * affected.
   */
  @Override
  @Fluent
  KafkaConsumer<K, V> pause();

  /** Lets the stream flow again. Partitions paused with {@link #pause(Collection)} stay paused. */
  @Override
  @Fluent
  KafkaConsumer<K, V> resume();

  /** Asks for {@code amount} more records. */
  @Override
  @Fluent
  KafkaConsumer<K, V> fetch(long amount);

  /**
   * How many records are wanted still; {@link Long#MAX_VALUE} while the stream flows, 0 while it is
   * paused.
   */
  Future<Long> demand();

  /**
   * Stops delivery and fetching of some partitions. What has been fetched of them is kept. No
   * rebalance follows. A partition is no longer paused after it was revoked.
   *
   * @return completes when it is in force; fails when a partition is not assigned
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> pause(Collection<TopicPartition> partitions);

  /** Takes back {@link #pause(Collection)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> resume(Collection<TopicPartition> partitions);

  /** The partitions that {@link #pause(Collection)} stopped. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Set<TopicPartition>> paused();

  /**
   * Called when the group takes partitions away, before it does: the group waits until the future
   * completes, but no longer than {@code rebalance.timeout}. Commit here what has been processed.
   * Records of these partitions are not delivered any more when this is called. With the eager
   * protocol these are all partitions, at each rebalance; with the cooperative one those that move.
   *
   * <p>Called on the context that calls this method.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  @Fluent
  KafkaConsumer<K, V> partitionsRevokedHandler(Function<Set<TopicPartition>, Future<Void>> handler);

  /**
   * Called when the group has given this consumer partitions, before reading starts: the place for
   * {@link #seek}. Reading starts when the future completes, but no later than after {@code
   * rebalance.timeout}. These are the partitions that it did not have before: all with the eager
   * protocol, perhaps none with the cooperative one.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  @Fluent
  KafkaConsumer<K, V> partitionsAssignedHandler(
      Function<Set<TopicPartition>, Future<Void>> handler);

  /**
   * Called when partitions are gone already, perhaps to another member: the session timed out, or
   * the group does not know this member any more. Commits for them would be refused. Without this
   * handler the one for revoked partitions is called.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  @Fluent
  KafkaConsumer<K, V> partitionsLostHandler(Function<Set<TopicPartition>, Future<Void>> handler);

  /**
   * Told how each commit has ended, also automatic ones, which nobody else hears of; called on the
   * context that calls this method. Those of {@link #commit()} tell their callers too. Null for
   * nobody.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  @Fluent
  KafkaConsumer<K, V> commitHandler(Handler<CommitResult> handler);

  /** Told each time the consumer chooses a position itself, as {@code auto.offset.reset} says. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  @Fluent
  KafkaConsumer<K, V> offsetResetHandler(Handler<OffsetReset> handler);

  /**
   * Goes on reading a partition at an offset. Records fetched before are not delivered any more
   * once this completes.
   *
   * @return completes when it is in force; fails when the partition is not assigned
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seek(TopicPartition partition, long offset);

  /**
   * Goes on reading at a committed position; its leader epoch guards against a log that was cut off
   * since.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seek(TopicPartition partition, OffsetAndMetadata position);

  /** Goes on reading at the first offset of these partitions; of all assigned ones when empty. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seekToBeginning(Collection<TopicPartition> partitions);

  /** Goes on reading after the last record of these partitions; of all assigned ones when empty. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> seekToEnd(Collection<TopicPartition> partitions);

  /**
   * The calls that ask brokers, each within a time of its own in place of {@code
   * default.api.timeout}.
   *
   * @param timeout for each call, repetitions included; more than zero
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  ConsumerCalls withTimeout(Duration timeout);

  /**
   * How many records each assigned partition still holds for this consumer, as of the last fetch;
   * partitions of which nothing is known yet are left out. Costs no request.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, Long>> lag();

  /**
   * The offset after the last record of each assigned partition that replicas have, as of the last
   * fetch; partitions of which nothing is known yet are left out. Costs no request.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, Long>> highWatermarks();

  /**
   * How this consumer is, for health checks: no broker is asked. From any thread; the future
   * completes as soon as the consumer's event loop gets to it, so a check with a time limit also
   * notices a loop that is blocked. Fails with {@link ClientClosedException} when it is closed. See
   * {@code docs/consumer.md} for what liveness, readiness and start-up can look at.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ConsumerState> state();

  /**
   * Everything that is measured, as it is now; {@code docs/metrics.md} lists it. A distribution is
   * there as its {@code .count}, {@code .sum} and {@code .max}; durations are in nanoseconds.
   * Without a metrics reporter topics and partitions are not told apart.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<MetricName, Double>> metrics();

  /**
   * Takes records that have been fetched, up to {@code max.poll.records}; when there are none,
   * waits for some. Not to be mixed with {@link #handler(Handler)}. What happens when it is not
   * called for long is up to {@link ConsumerOptions#setOnNoProgress}.
   *
   * @return completes with no records when {@code timeout} is over; fails when the consumer is
   *     closed
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ConsumerRecords<K, V>> poll(Duration timeout);

  /**
   * {@link #poll(Duration)} with a limit of its own.
   *
   * @param max the most records; at least 1, and no more than {@code max.poll.records} come
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ConsumerRecords<K, V>> poll(Duration timeout, int max);

  /**
   * Works on records, in place of a {@link #handler(Handler)}: {@code work} is called with each
   * record and returns a future, which says when it is done. What is committed follows the futures:
   * up to the first record of a partition that is not done. Several records are worked on at the
   * same time, as {@link ProcessOptions#getOrdering()} and {@link ProcessOptions#getConcurrency()}
   * allow; a record whose future fails, or does not complete in time, is tried again and then dealt
   * with as {@link ProcessOptions#getOnFailure()} says. See {@code docs/processing.md}.
   *
   * <p>{@link #commit()} and automatic commits cover exactly what is done. When partitions are
   * given up in a rebalance, and on close, records that are being worked on are waited for.
   *
   * @param options copied
   * @param work called on the context that calls this method; on one of Vert.x' worker threads when
   *     {@link ProcessOptions#isBlocking()}. An exception or null counts as a failed future
   * @return what is going on. That records go to a handler or to {@code process} already is told to
   *     the exception handler, and by the futures of the result
   * @throws ConfigException when options do not go together; the message names them
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Processing process(ProcessOptions options, Function<ConsumerRecord<K, V>, Future<?>> work);

  /**
   * {@link #process(ProcessOptions, Function)} for several records at a time: a batch has up to
   * {@link ProcessOptions#getBatchSize()} records of one partition, as many as have come and may be
   * worked on together, in the order of their offsets. Its future says that all of them are done.
   *
   * <p>With {@link Ordering#PARTITION} the next batch of a partition begins when the one before is
   * done; with {@link Ordering#KEY} records of one key are never in two batches at the same time. A
   * batch of several that fails, or takes too long, says nothing about any single record: each is
   * tried again alone, and only those attempts count.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Processing processBatches(
      ProcessOptions options, Function<ConsumerRecords<K, V>, Future<?>> work);

  /** {@link #process(ProcessOptions, Function)} with the defaults for everything else. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Processing process(
      Ordering ordering, int concurrency, Function<ConsumerRecord<K, V>, Future<?>> work) {
    return process(new ProcessOptions().setOrdering(ordering).setConcurrency(concurrency), work);
  }

  /** {@link #process(ProcessOptions, Function)} with the defaults: one record of each partition. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Processing process(Function<ConsumerRecord<K, V>, Future<?>> work) {
    return process(new ProcessOptions(), work);
  }

  /**
   * Works on a record within a span of Vert.x's tracer, as {@link #process} and {@link #handler} do
   * by themselves: for records that {@link #poll}, {@link #records()} or a batch have given, where
   * nobody else can say which record the application is at. The span goes on with the trace in the
   * record's headers, as {@link ConsumerOptions#getTracingPolicy()} says; what the work sends or
   * asks in turn belongs to it. It ends with the future. Without a tracer this is {@code
   * work.apply(record)}.
   *
   * @param work called at once, here; an exception ends the span and is thrown
   * @return what the work has returned
   */
  <T> Future<T> inSpan(ConsumerRecord<K, V> record, Function<ConsumerRecord<K, V>, Future<T>> work);

  /**
   * The name, generation and member id of this group member: what a transaction needs to commit
   * offsets. Fails without {@code group.id}.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ConsumerGroupMetadata> groupMetadata();

  /**
   * Reads the files with keys and certificates again, those of {@link ClientOptions#getTls()} and
   * of its net client options. Connections that are open go on; those that are made from then on
   * use what was read. When something cannot be used, all stays as it was.
   *
   * @return fails with {@link ConfigException}, which names the option and the file
   */
  Future<Void> reloadTls();

  /**
   * Uses other keys and certificates for the connections that are made from now on, as {@link
   * #reloadTls()} does. The engine and whether there is TLS at all stay as they are.
   */
  Future<Void> reloadTls(TlsOptions tls);

  /**
   * {@link #close(CloseOptions)} with the defaults: 30 seconds; dynamic members leave the group.
   */
  Future<Void> close();

  /**
   * {@link #close(CloseOptions)} with this timeout.
   *
   * @param timeout zero closes at once
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> close(Duration timeout);

  /**
   * Stops delivery, commits (with automatic commits), calls the handler for revoked partitions,
   * leaves the group if it is to, and closes the connections; then the {@link #endHandler(Handler)}
   * is called. Calling it again returns the same result.
   *
   * @param options how long all of that may take, and whether the group is left
   * @return always succeeds
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> close(CloseOptions options);
}

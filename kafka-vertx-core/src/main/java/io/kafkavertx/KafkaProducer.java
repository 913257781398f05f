package io.kafkavertx;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.Fluent;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Sends records to a Kafka cluster.
 *
 * <p>Any thread may call any method; nothing blocks. Futures complete on the caller's context,
 * handlers run on the context that set them. Records that one thread sends to one partition are
 * stored in the order in which they were sent.
 *
 * <p><b>What success means.</b> A future succeeds when the brokers have acknowledged the record as
 * {@code acks} asks for, never earlier. With idempotence, the default, a record is then stored
 * exactly once. When a record could not be stored, its future fails with the reason; when nobody
 * can tell whether it was stored, with {@link OutcomeUnknownException}: only then can sending it
 * again make a duplicate.
 *
 * <p><b>Back-pressure.</b> Records wait in memory until the brokers have answered. {@link
 * #writeQueueFull()} tells, in serialized bytes, when to stop for a while, and {@link
 * #drainHandler} when to go on; {@code pipeTo} does both. Who takes no notice gets failed futures
 * once {@code bufferMemory} is used up. While brokers cannot be reached, records wait until the
 * delivery timeout.
 *
 * <p><b>Transactions.</b> With a {@linkplain ProducerOptions#setTransactionalId transactional id}
 * records are sent in transactions: all of one are read by those who read committed records only,
 * or none. {@link #inTransaction} is the short way.
 *
 * <p>A producer is meant to be shared and kept: one for an application is usual. It belongs to the
 * event loop of the context that created it, and closes with the verticle that created it.
 */
@VertxGen
public interface KafkaProducer<K, V> extends WriteStream<ProducerRecord<K, V>> {
  /**
   * Creates a producer. Nothing is waited for: brokers that cannot be reached are tried again in
   * the background.
   *
   * @throws ConfigException when options are wrong or do not go together, or name a plug-in that is
   *     not there
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  static <K, V> KafkaProducer<K, V> create(
      Vertx vertx,
      ProducerOptions options,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer) {
    return KafkaProducerImpl.create(vertx, options, keySerializer, valueSerializer);
  }

  /**
   * Sends a record.
   *
   * @return where it was stored, or why it was not: {@link SerializationException} when a
   *     serializer threw, {@link RecordTooLargeException} and {@link BufferExhaustedException} when
   *     it does not fit, {@link BrokerErrorException} when a broker refused it, {@link
   *     KafkaTimeoutException} when it surely was not stored before the delivery timeout, {@link
   *     OutcomeUnknownException} when it may have been, {@link ClientClosedException} after {@link
   *     #close()}. One record's failure does not touch the others
   */
  Future<RecordMetadata> send(ProducerRecord<K, V> record);

  /**
   * Sends a record, as {@link #send}, for those who do not need to know where it was stored: many
   * records share one future, which completes when all of them have been stored, and fails when
   * their batch does. Failures go to the {@link #exceptionHandler} too.
   */
  @Override
  Future<Void> write(ProducerRecord<K, V> record);

  /**
   * Gets a producer with a transactional id ready for transactions, once, before the first of them.
   * Ends what an earlier producer of this id has left open: completed if it was being committed,
   * aborted otherwise; that producer is fenced from then on.
   *
   * @return fails with {@link KafkaTimeoutException} after the delivery timeout, and may then be
   *     called again; with {@link IllegalStateException} when it has been done already, or when
   *     there is no {@link ProducerOptions#setTransactionalId transactional id}
   */
  Future<Void> initTransactions();

  /**
   * Begins a transaction. Every record sent from now on is part of it, whoever sends it. When this
   * call has returned on the producer's context records may be sent at once, the future need not be
   * waited for: it completes late only when the last transaction's end is still to be settled.
   *
   * @return fails with {@link IllegalStateException} when {@link #initTransactions()} is missing or
   *     a transaction is open, with {@link ProducerFencedException} when another producer has taken
   *     over, with {@link KafkaTimeoutException} when what is to be settled cannot be within the
   *     delivery timeout; beginning may then be tried again
   */
  Future<Void> beginTransaction();

  /**
   * Makes offsets that a consumer has reached part of the transaction: they are committed for its
   * group when, and only when, the transaction is.
   *
   * @param offsets the next offset to read of each partition, one more than that of the last record
   * @param groupMetadata the consumer's {@link KafkaConsumer#groupMetadata()}; brokers from 2.5 on
   *     refuse the offsets when the group has given the partitions to somebody else
   * @return fails with {@link CommitFailedException} in that case, and otherwise as {@link
   *     #commitTransaction()}; the transaction can then only be aborted
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata);

  /**
   * Sends everything that waits, and commits the transaction when every record of it was stored.
   * Coordinators are asked for the delivery timeout at most, after the records have their results.
   *
   * @return succeeds only when the brokers have committed. Fails with {@link
   *     TransactionAbortableException} when a record or offset failed: nothing is committed, call
   *     {@link #abortTransaction()}; with {@link OutcomeUnknownException} when an answer was lost
   *     and nobody can tell: call this again to learn it, or begin the next transaction, which
   *     settles it first; with {@link KafkaTimeoutException} when the coordinator surely did not
   *     get to commit: call this again, or abort; with {@link ProducerFencedException} when another
   *     producer has taken over
   */
  Future<Void> commitTransaction();

  /**
   * Aborts the transaction: records that have not been sent fail with {@link
   * TransactionAbortedException}, those that have are hidden from whoever reads committed records
   * only.
   *
   * @return fails with {@link KafkaTimeoutException} after the delivery timeout; call it again
   *     then, or begin the next transaction, which settles it first
   */
  Future<Void> abortTransaction();

  /**
   * Runs {@code work} in a transaction: begins, commits when the future of {@code work} succeeds,
   * and aborts when it fails, when {@code work} throws, or when a record that was sent fails. Calls
   * {@link #initTransactions()} if nobody has. One transaction at a time: a call while one is open
   * fails.
   *
   * <pre>{@code
   * producer.inTransaction(tx -> tx.send(debit).compose(done -> tx.send(credit)));
   * }</pre>
   *
   * @param work gets this producer
   * @return the result of {@code work} when the transaction was committed. Fails with what made
   *     {@code work}, a record or the commit fail; an abort that failed too is among its suppressed
   *     exceptions. With {@link ProducerFencedException} when another producer has taken over, also
   *     where that is told by the abort only, after a record was refused. With {@link
   *     OutcomeUnknownException} nothing was aborted: see {@link #commitTransaction()}
   */
  <T> Future<T> inTransaction(Function<KafkaProducer<K, V>, Future<T>> work);

  /**
   * Sends everything that waits, without lingering.
   *
   * @return completes when every record sent before this call has its result, good or bad
   */
  Future<Void> flush();

  /**
   * The partitions of a topic; asks the brokers when they are not known. Fails at the delivery
   * timeout.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<List<PartitionInfo>> partitionsFor(String topic);

  /**
   * How this producer is, for health checks: no broker is asked. From any thread; the future
   * completes as soon as the producer's event loop gets to it, so a check with a time limit also
   * notices a loop that is blocked. Fails with {@link ClientClosedException} when it is closed; one
   * that has been fenced says so in {@link ProducerState#failure()}.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ProducerState> state();

  /**
   * Everything that is measured, as it is now; {@code docs/metrics.md} lists it. A distribution is
   * there as its {@code .count}, {@code .sum} and {@code .max}; durations are in nanoseconds.
   * Without a metrics reporter topics and partitions are not told apart.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<MetricName, Double>> metrics();

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

  /** {@link #flush()} and then {@link #close()}. */
  @Override
  Future<Void> end();

  /** {@link #close(Duration)} with the delivery timeout. */
  Future<Void> close();

  /**
   * Takes no more records, waits for the results of those sent before, and frees everything. A
   * transaction that is open is aborted.
   *
   * @param timeout how long to wait for results; what has none by then fails. Zero waits for
   *     nothing
   * @return completes when everything is closed, after {@code timeout} at the latest, whether
   *     brokers can be reached or not
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> close(Duration timeout);

  /**
   * Sets from how many bytes {@link #writeQueueFull()} is true. The default comes from {@link
   * ProducerOptions#getWriteQueueMaxSize()}.
   *
   * @param maxSize in bytes of serialized records, from 1
   */
  @Override
  @Fluent
  KafkaProducer<K, V> setWriteQueueMaxSize(int maxSize);

  /**
   * True when the records that have no result yet, in serialized bytes with keys, headers and the
   * format's overhead, have reached the write queue's maximum size: those that wait for metadata,
   * those in batches and those under way.
   */
  @Override
  boolean writeQueueFull();

  /**
   * Called when the queue has shrunk to half of its maximum size after {@link #writeQueueFull()}
   * was true.
   */
  @Override
  @Fluent
  KafkaProducer<K, V> drainHandler(Handler<Void> handler);

  /**
   * Called with the reason when records given to {@link #write} were not stored; once for a batch.
   */
  @Override
  @Fluent
  KafkaProducer<K, V> exceptionHandler(Handler<Throwable> handler);
}

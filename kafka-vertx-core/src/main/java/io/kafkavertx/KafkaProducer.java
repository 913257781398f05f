package io.kafkavertx;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
 * <p>A producer is meant to be shared and kept: one for an application is usual. It belongs to the
 * event loop of the context that created it, and closes with the verticle that created it.
 */
public interface KafkaProducer<K, V> extends WriteStream<ProducerRecord<K, V>> {
  /**
   * Creates a producer. Nothing is waited for: brokers that cannot be reached are tried again in
   * the background.
   *
   * @throws ConfigException when options are wrong or do not go together, or name a plug-in that is
   *     not there
   */
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
   * Sends everything that waits, without lingering.
   *
   * @return completes when every record sent before this call has its result, good or bad
   */
  Future<Void> flush();

  /**
   * The partitions of a topic; asks the brokers when they are not known. Fails at the delivery
   * timeout.
   */
  Future<List<PartitionInfo>> partitionsFor(String topic);

  /**
   * Everything that is measured, as it is now; {@code docs/metrics.md} lists it. A distribution is
   * there as its {@code .count}, {@code .sum} and {@code .max}; durations are in nanoseconds.
   * Without a metrics reporter topics and partitions are not told apart.
   */
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
   * Takes no more records, waits for the results of those sent before, and frees everything.
   *
   * @param timeout how long to wait for results; what has none by then fails. Zero waits for
   *     nothing
   * @return completes when everything is closed, after {@code timeout} at the latest, whether
   *     brokers can be reached or not
   */
  Future<Void> close(Duration timeout);

  /**
   * Sets from how many bytes {@link #writeQueueFull()} is true. The default comes from {@link
   * ProducerOptions#getWriteQueueMaxSize()}.
   *
   * @param maxSize in bytes of serialized records, from 1
   */
  @Override
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
  KafkaProducer<K, V> drainHandler(Handler<Void> handler);

  /**
   * Called with the reason when records given to {@link #write} were not stored; once for a batch.
   */
  @Override
  KafkaProducer<K, V> exceptionHandler(Handler<Throwable> handler);
}

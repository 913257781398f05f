package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.Fluent;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;

/**
 * The records of one partition, from when it is assigned until it is not any more. Its demand is
 * its own: while nobody wants its records the other partitions flow. See {@link
 * KafkaConsumer#partitionsHandler}.
 *
 * <p>It may be used from any thread. Handlers run on the context that sets them. It delivers
 * nothing before it has a handler.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@VertxGen
public interface PartitionStream<K, V> extends ReadStream<ConsumerRecord<K, V>> {
  /** Whose records these are. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  TopicPartition topicPartition();

  /** As {@link KafkaConsumer#handler}, for this partition; in place of a handler of batches. */
  @Override
  @Fluent
  PartitionStream<K, V> handler(Handler<ConsumerRecord<K, V>> handler);

  /**
   * As {@link KafkaConsumer#batchHandler}, for this partition; in place of a handler of records.
   */
  @Fluent
  PartitionStream<K, V> batchHandler(Handler<ConsumerRecords<K, V>> handler);

  /**
   * Called with what goes wrong with this partition: a record that cannot be deserialized, say.
   * Without one the consumer's exception handler is told. What the handler of records throws always
   * goes there.
   */
  @Override
  @Fluent
  PartitionStream<K, V> exceptionHandler(Handler<Throwable> handler);

  /**
   * Called once, after the last record: the partition was revoked, lost, or is not assigned any
   * more, or the consumer was closed. Called at once when that has been already.
   */
  @Override
  @Fluent
  PartitionStream<K, V> endHandler(Handler<Void> handler);

  /** Stops this stream; called in its handler it acts at the next record. */
  @Override
  @Fluent
  PartitionStream<K, V> pause();

  /** Lets this stream flow again. */
  @Override
  @Fluent
  PartitionStream<K, V> resume();

  /** Asks for {@code amount} more records of this partition. */
  @Override
  @Fluent
  PartitionStream<K, V> fetch(long amount);

  /** How many records are wanted still; {@link Long#MAX_VALUE} while the stream flows. */
  Future<Long> demand();

  /**
   * Commits the position of this partition, the record at hand included when called in the handler.
   *
   * @return what was committed; see {@link KafkaConsumer#commit(java.util.Map)} for failures
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<OffsetAndMetadata> commit();
}

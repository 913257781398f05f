package io.kafkavertx;

import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The calls of a consumer that need an answer of brokers. Those of {@link KafkaConsumer} itself
 * take no longer than {@link ConsumerOptions#getDefaultApiTimeout()}; {@link
 * KafkaConsumer#withTimeout(Duration)} gives them a time of their own. Calls that are not answered
 * in time fail with {@link KafkaTimeoutException}, which says what was still missing; that somebody
 * waits no longer does not disturb the connection or other calls.
 *
 * <p>All may be called from any thread; futures complete on the caller's context.
 */
@VertxGen(concrete = false)
public interface ConsumerCalls {
  /**
   * The offset of the next record to be handed out.
   *
   * @return completes when it is known; fails when the partition is not assigned, or when the time
   *     is over
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Long> position(TopicPartition partition);

  /**
   * Commits the positions of all assigned partitions.
   *
   * @return what was committed; see {@link #commit(Map)} for failures
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, OffsetAndMetadata>> commit();

  /**
   * Commits these offsets: the offsets of the <em>next</em> records to read. Commits are sent in
   * the order of the calls, one at a time; those that wait are sent together.
   *
   * @return what was committed. Fails with {@link CommitFailedException} when the group has gone on
   *     without this member, with {@link KafkaTimeoutException} when there was no answer in time:
   *     the commit may then have been stored, or not
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets);

  /** What the group has committed; partitions without a committed offset are left out. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, OffsetAndMetadata>> committed(Collection<TopicPartition> partitions);

  /** The first offset of each partition. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, Long>> beginningOffsets(Collection<TopicPartition> partitions);

  /**
   * The offset after the last record of each partition that this consumer could read: with {@code
   * read_committed}, the last stable offset.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, Long>> endOffsets(Collection<TopicPartition> partitions);

  /**
   * The first record at or after a time in milliseconds since 1970; partitions without one are left
   * out.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, OffsetAndTimestamp>> offsetsForTimes(
      Map<TopicPartition, Long> timestamps);

  /**
   * The record with the largest timestamp of each partition; partitions without records are left
   * out. Brokers from 3.0 on know it (KIP-734); with an older one it fails with {@link
   * UnsupportedVersionException}.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, OffsetAndTimestamp>> maxTimestampOffsets(
      Collection<TopicPartition> partitions);

  /** All topics that this client may see, with their partitions; Kafka's own included. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<String, List<PartitionInfo>>> listTopics();

  /** The partitions of a topic; fails when it does not exist. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<List<PartitionInfo>> partitionsFor(String topic);
}

package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.internal.group.CommittedOffsets;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What brokers are asked for on behalf of somebody who waits for the answer. On the loop. */
public final class Calls {
  private final Parts parts;
  private final long timeoutNanos;

  /**
   * What answers.
   *
   * @param commits null without a group, as is {@code committed}
   */
  record Parts(
      Life life,
      Cluster cluster,
      RecordFetcher<?, ?> fetcher,
      Outlets<?, ?> outlets,
      Lookups lookups,
      Ownership ownership,
      Commits commits,
      CommittedOffsets committed) {}

  /** What may be committed. */
  interface Ownership {
    /**
     * Fails when one of these partitions is not this consumer's to commit for.
     *
     * @throws io.kafkavertx.CommitFailedException when it belongs to somebody else
     */
    void check(Set<TopicPartition> partitions);
  }

  Calls(Parts parts, long timeoutNanos) {
    this.parts = parts;
    this.timeoutNanos = timeoutNanos;
  }

  /** The same, with another time that each call may take. */
  public Calls within(long nanos) {
    return new Calls(parts, nanos);
  }

  private long deadline() {
    return parts.cluster.loop().nanoTime() + timeoutNanos;
  }

  public Future<Long> position(TopicPartition partition) {
    return parts.life.unlessClosed(
        () -> {
          OffsetAndMetadata remote = parts.outlets.remotePosition(partition);
          if (remote != null) {
            return Future.succeededFuture(remote.offset());
          }
          return parts
              .cluster
              .timers()
              .within(
                  timeoutNanos,
                  parts.fetcher.position(partition),
                  () ->
                      Future.failedFuture(
                          new KafkaTimeoutException(
                              "the position of " + partition + " was not found in time")));
        });
  }

  /** The positions of all partitions. */
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit() {
    return parts.life.unlessClosed(() -> commit(parts.outlets.positions()));
  }

  /** The position of one partition. */
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit(TopicPartition partition) {
    return parts.life.unlessClosed(() -> commit(parts.outlets.position(partition)));
  }

  public Future<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    return parts.life.unlessClosed(
        () -> {
          if (parts.commits == null) {
            throw new ConfigException("commit needs a groupId");
          }
          parts.ownership.check(offsets.keySet());
          return parts.commits.commit(offsets, deadline());
        });
  }

  public Future<Map<TopicPartition, OffsetAndMetadata>> committed(
      Collection<TopicPartition> partitions) {
    return parts.life.unlessClosed(
        () -> {
          if (parts.committed == null) {
            throw new ConfigException("committed needs a groupId");
          }
          return parts.committed.fetch(OrderedCopy.of(partitions), deadline());
        });
  }

  /** The offsets at {@link ResetPolicy#EARLIEST} or {@link ResetPolicy#LATEST}. */
  public Future<Map<TopicPartition, Long>> endpoints(
      Collection<TopicPartition> partitions, long timestamp) {
    return parts.life.unlessClosed(
        () -> parts.lookups.endpoints(partitions, timestamp, deadline()));
  }

  /** By time in milliseconds since 1970. */
  public Future<Map<TopicPartition, OffsetAndTimestamp>> offsets(Map<TopicPartition, Long> wanted) {
    return parts.life.unlessClosed(() -> parts.lookups.offsets(wanted, deadline()));
  }

  public Future<Map<String, List<PartitionInfo>>> listTopics() {
    return parts.life.unlessClosed(() -> parts.lookups.listTopics(deadline()));
  }

  public Future<List<PartitionInfo>> partitionsFor(String topic) {
    return parts.life.unlessClosed(() -> parts.lookups.partitionsFor(topic, deadline()));
  }
}

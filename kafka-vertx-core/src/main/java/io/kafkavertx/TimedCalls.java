package io.kafkavertx;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.consumer.Calls;
import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings questions to the loop, and answers back to their callers' contexts. */
final class TimedCalls implements ConsumerCalls {
  private final ClientShell shell;
  private final Calls calls;
  private final Runnable reportProgress;

  /**
   * @param reportProgress has records at hand count, before positions are asked for
   */
  TimedCalls(ClientShell shell, Calls calls, Runnable reportProgress) {
    this.shell = shell;
    this.calls = calls;
    this.reportProgress = reportProgress;
  }

  @Override
  public Future<Long> position(TopicPartition partition) {
    reportProgress.run();
    return shell.call(() -> calls.position(partition));
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit() {
    reportProgress.run();
    return shell.call(calls::commit);
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> copy = OrderedCopy.of(offsets);
    return shell.call(() -> calls.commit(copy));
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndMetadata>> committed(
      Collection<TopicPartition> partitions) {
    Set<TopicPartition> copy = OrderedCopy.of(partitions);
    return shell.call(() -> calls.committed(copy));
  }

  @Override
  public Future<Map<TopicPartition, Long>> beginningOffsets(Collection<TopicPartition> partitions) {
    Set<TopicPartition> copy = OrderedCopy.of(partitions);
    return shell.call(() -> calls.endpoints(copy, ResetPolicy.EARLIEST));
  }

  @Override
  public Future<Map<TopicPartition, Long>> endOffsets(Collection<TopicPartition> partitions) {
    Set<TopicPartition> copy = OrderedCopy.of(partitions);
    return shell.call(() -> calls.endpoints(copy, ResetPolicy.LATEST));
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndTimestamp>> maxTimestampOffsets(
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, ResetPolicy.MAX_TIMESTAMP));
    return shell.call(() -> calls.offsets(wanted));
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndTimestamp>> offsetsForTimes(
      Map<TopicPartition, Long> timestamps) {
    Map<TopicPartition, Long> copy = new HashMap<>(timestamps);
    copy.forEach(
        (partition, time) -> {
          if (time < 0) {
            throw new IllegalArgumentException(
                "time " + time + " for " + partition + " is negative");
          }
        });
    return shell.call(() -> calls.offsets(copy));
  }

  @Override
  public Future<Map<String, List<PartitionInfo>>> listTopics() {
    return shell.call(calls::listTopics);
  }

  @Override
  public Future<List<PartitionInfo>> partitionsFor(String topic) {
    return shell.call(() -> calls.partitionsFor(topic));
  }
}

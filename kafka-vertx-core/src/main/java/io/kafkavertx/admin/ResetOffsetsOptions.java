package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.Set;

/**
 * How to reset a group's offsets.
 *
 * @param partitions of these partitions; null for all that the group has offsets of
 * @param dryRun only tell what would be changed
 */
public record ResetOffsetsOptions(Set<TopicPartition> partitions, boolean dryRun) {
  public ResetOffsetsOptions {
    partitions = partitions == null ? null : OrderedCopy.of(partitions);
  }

  /** All partitions that the group has offsets of. */
  public static ResetOffsetsOptions defaults() {
    return new ResetOffsetsOptions(null, false);
  }

  public ResetOffsetsOptions partitions(Collection<TopicPartition> wanted) {
    return new ResetOffsetsOptions(OrderedCopy.of(wanted), dryRun);
  }

  public ResetOffsetsOptions dryRun(boolean dry) {
    return new ResetOffsetsOptions(partitions, dry);
  }
}

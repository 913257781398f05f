package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which of a group's offsets are wanted.
 *
 * @param partitions of these partitions; null for all that have one
 */
public record GroupOffsetsSpec(Set<TopicPartition> partitions) {
  public GroupOffsetsSpec {
    partitions = partitions == null ? null : OrderedCopy.of(partitions);
  }

  /** Of all partitions that have one. */
  public static GroupOffsetsSpec all() {
    return new GroupOffsetsSpec(null);
  }

  /** Of these partitions. */
  public static GroupOffsetsSpec of(Collection<TopicPartition> partitions) {
    return new GroupOffsetsSpec(OrderedCopy.of(partitions));
  }

  /** Of all partitions, of each of these groups. */
  public static Map<String, GroupOffsetsSpec> allOf(Collection<String> groupIds) {
    Map<String, GroupOffsetsSpec> all = new LinkedHashMap<>();
    groupIds.forEach(group -> all.put(group, all()));
    return all;
  }
}

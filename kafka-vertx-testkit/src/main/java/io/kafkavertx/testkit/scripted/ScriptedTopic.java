package io.kafkavertx.testkit.scripted;

import java.util.List;
import java.util.UUID;

/**
 * A topic of a scripted cluster.
 *
 * @param name its name
 * @param id its id, new each time that it is created
 * @param partitions its partitions by number
 */
public record ScriptedTopic(String name, UUID id, List<ScriptedPartition> partitions) {
  /** A partition; null when there is no such number. */
  public ScriptedPartition partition(int index) {
    return index < 0 || index >= partitions.size() ? null : partitions.get(index);
  }
}

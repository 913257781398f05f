package io.kafkavertx.assignors;

import io.kafkavertx.spi.TopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who had which partition before, after hearing all members. Of two members that claim one
 * partition the one with the later generation is right; with the same generation neither is, for
 * there is no telling.
 */
final class Claims {
  private record Claim(String member, int generation) {}

  private final Map<TopicPartition, Claim> claims = new HashMap<>();
  private final Set<TopicPartition> contested = new HashSet<>();

  void add(String member, Set<TopicPartition> partitions, int generation) {
    for (TopicPartition partition : partitions) {
      Claim other = claims.get(partition);
      if (other == null || generation > other.generation) {
        claims.put(partition, new Claim(member, generation));
        contested.remove(partition);
      } else if (generation == other.generation) {
        contested.add(partition);
      }
    }
  }

  /** The member that had the partition, null when none had. */
  String owner(TopicPartition partition) {
    Claim claim = claims.get(partition);
    return claim == null || !contested.isEmpty() && contested.contains(partition)
        ? null
        : claim.member;
  }
}

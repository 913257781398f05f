package io.kafkavertx.assignors;

import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Partitions that are as good as each other: of one topic, with replicas in the same racks. Shares
 * are made by counting them; which one goes where is decided at the end.
 */
final class Pool {
  final int index;
  final Audience audience;
  final List<TopicPartition> partitions = new ArrayList<>();
  final List<Holding> holdings = new ArrayList<>();
  int unplaced;
  private final String topic;
  private final Set<String> racks;

  /**
   * @param racks where the replicas are, null when racks do not matter
   */
  Pool(int index, String topic, Audience audience, Set<String> racks) {
    this.index = index;
    this.topic = topic;
    this.audience = audience;
    this.racks = racks;
  }

  boolean isNear(String rack) {
    return racks == null || rack == null || racks.contains(rack);
  }

  @Override
  public String toString() {
    return racks == null ? topic : topic + " in " + racks;
  }
}

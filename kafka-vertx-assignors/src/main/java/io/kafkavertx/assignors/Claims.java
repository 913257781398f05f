package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Who had which partition before, after hearing all members. Of two members that claim one
 * partition the one with the later generation is right; with the same generation neither is, for
 * there is no telling. What does not exist any more is not noted.
 */
final class Claims {
  /** The claims to the partitions of one topic, by number. */
  private static final class Topic {
    private final String[] members;
    private final int[] generations;
    private final boolean[] contested;

    Topic(int count) {
      members = new String[count];
      generations = new int[count];
      contested = new boolean[count];
    }

    void add(String member, int partition, int generation) {
      String other = members[partition];
      if (other == null || generation > generations[partition]) {
        members[partition] = member;
        generations[partition] = generation;
        contested[partition] = false;
      } else if (generation == generations[partition] && !other.equals(member)) {
        contested[partition] = true;
      }
    }
  }

  private final ClusterView cluster;
  private final Map<String, Topic> topics = new HashMap<>();

  Claims(ClusterView cluster) {
    this.cluster = cluster;
  }

  void add(String member, Collection<TopicPartition> partitions, int generation) {
    String lastName = null;
    Topic last = null;
    for (TopicPartition partition : partitions) {
      String name = partition.topic();
      if (!name.equals(lastName)) {
        lastName = name;
        last = topics.computeIfAbsent(name, this::known);
      }
      int number = partition.partition();
      if (number >= 0 && number < last.members.length) {
        last.add(member, number, generation);
      }
    }
  }

  private Topic known(String topic) {
    int count = 0;
    for (PartitionInfo info : cluster.partitions(topic)) {
      count = Math.max(count, info.topicPartition().partition() + 1);
    }
    return new Topic(count);
  }

  /** The member that had the partition, null when none had. */
  String owner(TopicPartition partition) {
    Topic topic = topics.get(partition.topic());
    int number = partition.partition();
    return topic == null || number < 0 || number >= topic.members.length || topic.contested[number]
        ? null
        : topic.members[number];
  }
}

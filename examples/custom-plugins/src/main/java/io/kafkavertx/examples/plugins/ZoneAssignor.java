package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives a partition to a member in the zone of its leader, as long as that member has less than its
 * fair share; what is left goes to whoever has least. A member's zone is its {@code clientRack}.
 */
final class ZoneAssignor implements PartitionAssignor {
  @Override
  public String name() {
    return "zone";
  }

  @Override
  public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
    // Sorted, so that the same question has the same answer.
    SortedMap<String, List<TopicPartition>> shares = new TreeMap<>();
    members.keySet().forEach(member -> shares.put(member, new ArrayList<>()));
    List<PartitionInfo> partitions = new ArrayList<>();
    TreeSet<String> topics = new TreeSet<>();
    members.values().forEach(member -> topics.addAll(member.topics()));
    topics.forEach(topic -> partitions.addAll(cluster.partitions(topic)));

    int fair = partitions.size() / Math.max(1, members.size());
    List<PartitionInfo> left = new ArrayList<>();
    for (PartitionInfo partition : partitions) {
      String near = poorest(shares, members, partition, true);
      if (near != null && shares.get(near).size() < fair) {
        shares.get(near).add(partition.topicPartition());
      } else {
        left.add(partition);
      }
    }
    for (PartitionInfo partition : left) {
      shares.get(poorest(shares, members, partition, false)).add(partition.topicPartition());
    }
    Map<String, Assignment> assignments = new HashMap<>();
    shares.forEach((member, share) -> assignments.put(member, new Assignment(share, null)));
    return assignments;
  }

  /** Who has least of those that want the partition; null when there is nobody. */
  private static String poorest(
      SortedMap<String, List<TopicPartition>> shares,
      Map<String, Subscription> members,
      PartitionInfo partition,
      boolean nearOnly) {
    String zone = partition.leader() == null ? null : partition.leader().rack();
    return shares.keySet().stream()
        .filter(m -> members.get(m).topics().contains(partition.topicPartition().topic()))
        .filter(m -> !nearOnly || zone != null && zone.equals(members.get(m).rack()))
        .min(Comparator.comparingInt(m -> shares.get(m).size()))
        .orElse(null);
  }
}

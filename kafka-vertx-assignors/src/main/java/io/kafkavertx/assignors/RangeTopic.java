package io.kafkavertx.assignors;

import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One topic while its partitions are given out: who wants it, what is left, who may have how much.
 */
final class RangeTopic {
  private final List<String> members;
  private final Map<String, String> racks = new HashMap<>();
  private final Map<Integer, TopicPartition> left = new TreeMap<>();
  private final Map<Integer, Set<String>> replicaRacks = new LinkedHashMap<>();
  private final Map<String, Integer> given = new HashMap<>();
  private final int size;
  private final int fair;
  private int extra;

  /**
   * @param wanting the members that want the topic, in order; at least one
   */
  RangeTopic(List<PartitionInfo> partitions, List<String> wanting, Map<String, Subscription> all) {
    members = List.copyOf(wanting);
    size = partitions.size();
    fair = size / members.size();
    extra = size % members.size();
    for (String member : members) {
      given.put(member, 0);
      String rack = all.get(member).rack();
      if (rack != null && !rack.isEmpty()) {
        racks.put(member, rack);
      }
    }
    for (PartitionInfo partition : partitions) {
      int number = partition.topicPartition().partition();
      left.put(number, partition.topicPartition());
      Set<String> near = new HashSet<>();
      for (Node replica : partition.replicas()) {
        if (replica.rack() != null) {
          near.add(replica.rack());
        }
      }
      replicaRacks.put(number, near);
    }
  }

  List<String> members() {
    return members;
  }

  /** How many partitions there are. */
  int size() {
    return size;
  }

  /** Not when every partition has a replica in every rack, or when no member is in any of them. */
  boolean racksMatter() {
    Set<String> everywhere = new HashSet<>();
    replicaRacks.values().forEach(everywhere::addAll);
    return racks.values().stream().anyMatch(everywhere::contains)
        && !replicaRacks.values().stream().allMatch(everywhere::equals);
  }

  /** Whether a replica is in the member's rack; a member that names none is near to all. */
  boolean isNear(String member, int partition) {
    String rack = racks.get(member);
    return rack == null || replicaRacks.getOrDefault(partition, Set.of()).contains(rack);
  }

  /** How many more partitions the member may have. */
  int room(String member) {
    return Math.max(0, fair + (extra > 0 ? 1 : 0) - given.get(member));
  }

  void give(String member, int partition, Map<String, List<TopicPartition>> shares) {
    TopicPartition taken = left.remove(partition);
    if (taken != null) {
      shares.get(member).add(taken);
      count(member, 1);
    }
  }

  private void count(String member, int more) {
    if (given.merge(member, more, Integer::sum) > fair) {
      extra--;
    }
  }

  /** Gives each member, in order, what it has room for, lowest numbers first. */
  void giveRanges(Map<String, List<TopicPartition>> shares, boolean nearOnly) {
    for (String member : members) {
      int room = room(member);
      List<Integer> range = new ArrayList<>();
      for (int partition : left.keySet()) {
        if (range.size() == room) {
          break;
        }
        if (!nearOnly || isNear(member, partition)) {
          range.add(partition);
        }
      }
      range.forEach(partition -> shares.get(member).add(left.remove(partition)));
      if (!range.isEmpty()) {
        count(member, range.size());
      }
    }
  }
}

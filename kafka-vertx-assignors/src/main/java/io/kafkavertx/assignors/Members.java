package io.kafkavertx.assignors;

import io.kafkavertx.spi.PartitionAssignor.Assignment;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of a group in the order that all clients use: static members by instance id, then
 * dynamic ones by member id. Assignments are the same whichever client leads the group only if this
 * order is.
 */
final class Members {
  private Members() {}

  static List<String> inOrder(Map<String, Subscription> members) {
    List<String> ids = new ArrayList<>(members.keySet());
    ids.sort(
        Comparator.comparing(
                (String id) -> members.get(id).groupInstanceId(),
                Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Comparator.naturalOrder()));
    return ids;
  }

  /** Who wants each topic, in the order of the members; topics in alphabetical order. */
  static SortedMap<String, List<String>> byTopic(Map<String, Subscription> members) {
    SortedMap<String, List<String>> byTopic = new TreeMap<>();
    for (String member : inOrder(members)) {
      for (String topic : members.get(member).topics()) {
        byTopic.computeIfAbsent(topic, name -> new ArrayList<>()).add(member);
      }
    }
    return byTopic;
  }

  static Map<String, List<TopicPartition>> emptyShares(Collection<String> members) {
    Map<String, List<TopicPartition>> shares = new LinkedHashMap<>();
    members.forEach(member -> shares.put(member, new ArrayList<>()));
    return shares;
  }

  static Map<String, Assignment> assignments(Map<String, List<TopicPartition>> shares) {
    Map<String, Assignment> assignments = new HashMap<>();
    shares.forEach(
        (member, partitions) ->
            assignments.put(member, new Assignment(List.copyOf(partitions), null)));
    return assignments;
  }
}

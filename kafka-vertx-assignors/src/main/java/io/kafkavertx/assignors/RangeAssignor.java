package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each member a range of the partitions of each topic. Topics with the same number of
 * partitions and the same members are shared alike, so that partitions of the same number meet at
 * one member: what joins need.
 *
 * <p>When members and replicas name racks, and that makes a difference, partitions first go to
 * members in a rack that holds a replica (KIP-881), as far as the shares stay equal; what is left
 * is given out by range.
 */
final class RangeAssignor implements PartitionAssignor {
  static final String NAME = "range";

  private static final Comparator<TopicPartition> BY_NUMBER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
    Map<String, List<TopicPartition>> shares = Members.emptyShares(Members.inOrder(members));
    List<RangeTopic> topics = new ArrayList<>();
    Members.byTopic(members)
        .forEach(
            (topic, wanting) -> {
              List<PartitionInfo> partitions = cluster.partitions(topic);
              if (!partitions.isEmpty()) {
                topics.add(new RangeTopic(partitions, wanting, members));
              }
            });
    boolean racks = topics.stream().anyMatch(RangeTopic::racksMatter);
    if (racks) {
      matchRacks(topics, shares);
    }
    topics.forEach(topic -> topic.giveRanges(shares, false));
    if (racks) {
      shares.values().forEach(share -> share.sort(BY_NUMBER));
    }
    return Members.assignments(shares);
  }

  private static void matchRacks(
      List<RangeTopic> topics, Map<String, List<TopicPartition>> shares) {
    // Topics that are to be shared alike must be matched together.
    Map<List<Object>, List<RangeTopic>> alike = new LinkedHashMap<>();
    for (RangeTopic topic : topics) {
      alike
          .computeIfAbsent(List.of(topic.members(), topic.size()), shape -> new ArrayList<>())
          .add(topic);
    }
    for (List<RangeTopic> together : alike.values()) {
      if (together.size() > 1) {
        matchTogether(together, shares);
      } else if (together.get(0).racksMatter()) {
        together.get(0).giveRanges(shares, true);
      }
    }
  }

  /**
   * Gives partition after partition, of all topics at once, to the first member with room whose
   * rack holds them all.
   */
  private static void matchTogether(
      List<RangeTopic> topics, Map<String, List<TopicPartition>> shares) {
    RangeTopic first = topics.get(0);
    for (int index = 0; index < first.size(); index++) {
      int number = index;
      first.members().stream()
          .filter(
              member ->
                  topics.stream()
                      .allMatch(topic -> topic.room(member) > 0 && topic.isNear(member, number)))
          .findFirst()
          .ifPresent(member -> topics.forEach(topic -> topic.give(member, number, shares)));
    }
  }
}

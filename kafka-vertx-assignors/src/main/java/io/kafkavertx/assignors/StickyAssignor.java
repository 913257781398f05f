package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares the partitions evenly and lets as many as possible stay where they were (KIP-54). All
 * members give up what they have during a rebalance; what they had, they tell the leader.
 */
final class StickyAssignor implements PartitionAssignor {
  static final String NAME = "sticky";

  private List<TopicPartition> mine;
  private int generation = StickyUserData.NO_GENERATION;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public short version() {
    return 1;
  }

  @Override
  public byte[] subscriptionUserData(Set<String> topics) {
    return mine == null ? null : StickyUserData.write(mine, generation);
  }

  @Override
  public void onAssignment(Assignment assignment, int newGeneration) {
    mine = List.copyOf(assignment.partitions());
    generation = newGeneration;
  }

  @Override
  public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
    Claims claims = new Claims(cluster);
    members.forEach(
        (member, subscription) -> {
          StickyUserData.Previous previous = StickyUserData.read(subscription.userData());
          claims.add(member, previous.partitions(), previous.generation());
        });
    return Members.assignments(StickyShares.of(cluster, members, claims));
  }
}

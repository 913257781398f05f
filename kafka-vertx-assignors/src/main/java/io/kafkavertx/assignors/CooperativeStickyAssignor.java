package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * As {@link StickyAssignor}, for members that keep reading during a rebalance (KIP-429): a
 * partition that moves is given to nobody at first. Its owner finds it missing from its share,
 * gives it up and joins again, and the rebalance that follows gives it to the new owner.
 */
final class CooperativeStickyAssignor implements PartitionAssignor {
  static final String NAME = "cooperative-sticky";

  private int generation = StickyUserData.NO_GENERATION;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
  }

  @Override
  public byte[] subscriptionUserData(Set<String> topics) {
    return StickyUserData.writeGeneration(generation);
  }

  @Override
  public void onAssignment(Assignment assignment, int newGeneration) {
    generation = newGeneration;
  }

  @Override
  public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
    Claims claims = new Claims(cluster);
    Set<TopicPartition> held = new HashSet<>();
    members.forEach(
        (member, subscription) -> {
          claims.add(member, subscription.ownedPartitions(), generation(subscription));
          held.addAll(subscription.ownedPartitions());
        });
    Map<String, List<TopicPartition>> shares = StickyShares.of(cluster, members, claims);
    shares.replaceAll((member, share) -> withoutMoving(member, share, held, claims));
    return Members.assignments(shares);
  }

  /** Older members have no field for the generation and send it as user data (KIP-792). */
  private static int generation(Subscription subscription) {
    return subscription.generation() >= 0
        ? subscription.generation()
        : StickyUserData.readGeneration(subscription.userData());
  }

  /** Also a claim that did not count is kept to: who makes it may still be reading. */
  private static List<TopicPartition> withoutMoving(
      String member, List<TopicPartition> share, Set<TopicPartition> held, Claims claims) {
    List<TopicPartition> free = new ArrayList<>(share.size());
    for (TopicPartition partition : share) {
      if (!held.contains(partition) || member.equals(claims.owner(partition))) {
        free.add(partition);
      }
    }
    return free;
  }
}

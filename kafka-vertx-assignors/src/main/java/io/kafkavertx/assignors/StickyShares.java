package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * Shares that are, in this order, as even as subscriptions allow, near to the replicas where racks
 * make a difference (KIP-881), and the same as before for as many partitions as can be (KIP-54).
 *
 * <p>That is a transport problem: partitions flow to members, the cost of the k-th partition of a
 * member grows with k, a partition that is far or that moves costs a little on top. {@link Placing}
 * makes a good draft, {@link Levelling} finds the cheapest loads, {@link Regaining} the cheapest
 * shares with such loads.
 */
final class StickyShares {
  private StickyShares() {}

  static Map<String, List<TopicPartition>> of(
      ClusterView cluster, Map<String, Subscription> members, Claims claims) {
    Shares shares = new Shares(cluster, members, claims);
    new Placing(shares).run();
    if (shares.audiences.size() > 1 || shares.racksMatter()) {
      new Levelling(shares).run();
      new Regaining(shares).run();
    }
    return shares.byMember();
  }
}

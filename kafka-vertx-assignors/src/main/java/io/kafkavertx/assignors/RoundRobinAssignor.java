package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * Deals the partitions of all topics, in order, to the members in turn; a member that does not want
 * a topic is passed over.
 */
final class RoundRobinAssignor implements PartitionAssignor {
  static final String NAME = "roundrobin";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
    List<String> order = Members.inOrder(members);
    Map<String, List<TopicPartition>> shares = Members.emptyShares(order);
    int turn = 0;
    for (String topic : Members.byTopic(members).keySet()) {
      for (PartitionInfo partition : cluster.partitions(topic)) {
        while (!members.get(order.get(turn)).topics().contains(topic)) {
          turn = (turn + 1) % order.size();
        }
        shares.get(order.get(turn)).add(partition.topicPartition());
        turn = (turn + 1) % order.size();
      }
    }
    return Members.assignments(shares);
  }
}

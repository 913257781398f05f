package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.Map;
import java.util.Set;

/**
 * How good shares are.
 *
 * @param spread the largest share less the smallest
 * @param squares the sum of the squares of the loads: what is to be small
 * @param far partitions that have no replica in their member's rack
 * @param moved partitions that left the member that had them, and that still wants them
 */
record Quality(int spread, long squares, int far, int moved) {
  static Quality of(
      ClusterView cluster,
      Map<String, Subscription> members,
      Claims claims,
      Map<String, ? extends Set<TopicPartition>> shares) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    long squares = 0;
    int far = 0;
    for (Map.Entry<String, Subscription> member : members.entrySet()) {
      Set<TopicPartition> share = shares.get(member.getKey());
      least = Math.min(least, share.size());
      most = Math.max(most, share.size());
      squares += (long) share.size() * share.size();
      String rack = member.getValue().rack();
      for (TopicPartition tp : share) {
        if (rack != null && !isNear(cluster, tp, rack)) {
          far++;
        }
      }
    }
    int moved = 0;
    for (String topic : cluster.topics()) {
      for (PartitionInfo partition : cluster.partitions(topic)) {
        String owner = claims.owner(partition.topicPartition());
        if (owner != null
            && members.get(owner).topics().contains(topic)
            && !shares.get(owner).contains(partition.topicPartition())) {
          moved++;
        }
      }
    }
    return new Quality(most - least, squares, far, moved);
  }

  private static boolean isNear(ClusterView cluster, TopicPartition tp, String rack) {
    return cluster.partitions(tp.topic()).get(tp.partition()).replicas().stream()
        .anyMatch(replica -> rack.equals(replica.rack()));
  }
}

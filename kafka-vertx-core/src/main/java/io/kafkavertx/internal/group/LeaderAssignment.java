package io.kafkavertx.internal.group;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.SyncGroupRequest;
import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.Assignment;
import io.kafkavertx.spi.PartitionAssignor.RebalanceProtocol;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the leader of a group does: reads what the members want and shares out the partitions.
 *
 * <p>Members are other processes, perhaps with other clients: what cannot be read is a member that
 * wants nothing, not a group that stands still. And whatever the assignor says, no partition goes
 * to two members, nor from a member that keeps reading during the rebalance straight to another
 * (KIP-429): it is withheld until its owner has found it missing and has given it up.
 */
final class LeaderAssignment {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderAssignment.class);

  private final Map<String, Subscription> members = new LinkedHashMap<>();
  private final Set<String> topics = new TreeSet<>();
  private final Map<TopicPartition, Set<String>> claims = new HashMap<>();

  LeaderAssignment(List<JoinGroupResponse.JoinGroupResponseMember> joined) {
    for (JoinGroupResponse.JoinGroupResponseMember member : joined) {
      Subscription subscription = read(member);
      members.put(member.memberId(), subscription);
      topics.addAll(subscription.topics());
      for (TopicPartition partition : subscription.ownedPartitions()) {
        claims.computeIfAbsent(partition, key -> new HashSet<>()).add(member.memberId());
      }
    }
  }

  private static Subscription read(JoinGroupResponse.JoinGroupResponseMember member) {
    try {
      return ConsumerProtocol.readSubscription(member.metadata(), member.groupInstanceId());
    } catch (RuntimeException e) {
      LOG.warn(
          "Group member " + member.memberId() + " gets no partitions: its subscription is garbage",
          e);
      return new Subscription(List.of(), null, List.of(), -1, null, member.groupInstanceId());
    }
  }

  /** What any member wants. */
  Set<String> topics() {
    return topics;
  }

  /** How many partitions each of the topics has. */
  Map<String, Integer> partitionCounts(ClusterView cluster) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String topic : topics) {
      counts.put(topic, cluster.partitions(topic).size());
    }
    return counts;
  }

  List<SyncGroupRequest.SyncGroupRequestAssignment> assign(
      PartitionAssignor assignor, ClusterView cluster) {
    Map<String, Assignment> shares = assignor.assign(cluster, OrderedCopy.of(members));
    Set<TopicPartition> given = new HashSet<>();
    List<SyncGroupRequest.SyncGroupRequestAssignment> result = new ArrayList<>();
    // In the order of joining, so that the same answer follows from the same question.
    for (String member : members.keySet()) {
      Assignment share = shares.get(member);
      Assignment checked =
          share == null
              ? new Assignment(List.of(), null)
              : new Assignment(checked(assignor, member, share, given), share.userData());
      result.add(
          new SyncGroupRequest.SyncGroupRequestAssignment()
              .setMemberId(member)
              .setAssignment(ConsumerProtocol.assignment(checked)));
    }
    return result;
  }

  private List<TopicPartition> checked(
      PartitionAssignor assignor, String member, Assignment share, Set<TopicPartition> given) {
    // Members that offer an eager assignor have given up everything, whatever they claim.
    boolean kept = assignor.supportedProtocols().contains(RebalanceProtocol.COOPERATIVE);
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicPartition partition : share.partitions()) {
      if (!given.add(partition)) {
        LOG.error(
            "Assignor "
                + assignor.name()
                + " gave "
                + partition
                + " to two members; not to "
                + member);
      } else if (!members.get(member).topics().contains(partition.topic())) {
        LOG.error(
            "Assignor "
                + assignor.name()
                + " gave "
                + partition
                + " to "
                + member
                + ", which has not subscribed to it");
      } else if (kept && !claims.getOrDefault(partition, Set.of(member)).contains(member)) {
        LOG.error(
            "Assignor "
                + assignor.name()
                + " supports the cooperative protocol, but gave "
                + partition
                + " to "
                + member
                + " while "
                + claims.get(partition)
                + " still had it; it goes to nobody in this round, and can go to its new owner in"
                + " the next");
      } else {
        partitions.add(partition);
      }
    }
    return partitions;
  }
}

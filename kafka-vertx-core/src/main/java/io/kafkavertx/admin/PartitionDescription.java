package io.kafkavertx.admin;

import io.kafkavertx.spi.Node;
import java.util.List;

/**
 * What there is to know of a partition. A broker that is not up has an empty host.
 *
 * @param partition its number
 * @param leader who leads it; null when nobody does at present
 * @param leaderEpoch the leader's epoch; -1 from brokers before 2.1
 * @param replicas where its replicas are, the preferred leader first
 * @param isr those that are in sync with the leader
 * @param offline those that are not available
 * @param eligibleLeaderReplicas those outside of {@code isr} that have all committed records
 *     (KIP-966); empty from brokers that do not tell
 * @param lastKnownEligibleLeaderReplicas those that had when they were last seen
 */
public record PartitionDescription(
    int partition,
    Node leader,
    int leaderEpoch,
    List<Node> replicas,
    List<Node> isr,
    List<Node> offline,
    List<Node> eligibleLeaderReplicas,
    List<Node> lastKnownEligibleLeaderReplicas) {
  public PartitionDescription {
    replicas = List.copyOf(replicas);
    isr = List.copyOf(isr);
    offline = List.copyOf(offline);
    eligibleLeaderReplicas = List.copyOf(eligibleLeaderReplicas);
    lastKnownEligibleLeaderReplicas = List.copyOf(lastKnownEligibleLeaderReplicas);
  }
}

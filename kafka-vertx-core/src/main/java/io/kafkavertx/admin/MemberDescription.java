package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import java.util.List;
import java.util.Set;

/**
 * A member of a group of consumers.
 *
 * @param memberId the coordinator's name for it
 * @param instanceId its name as a static member; null when it is none
 * @param rackId where it is; null when not known
 * @param clientId its {@code client.id}
 * @param host the address that the coordinator sees
 * @param memberEpoch how far it has come; -1 in classic groups
 * @param subscribedTopics what it has subscribed to by name; empty in classic groups
 * @param subscribedPattern what it has subscribed to by pattern; null when by none
 * @param assignment what it has
 * @param targetAssignment what it is to have; null in classic groups and share groups
 * @param upgraded whether it speaks the protocol of KIP-848; null when not known
 * @param problem why its assignment could not be read, as it is written by the members themselves;
 *     null when it could
 */
public record MemberDescription(
    String memberId,
    String instanceId,
    String rackId,
    String clientId,
    String host,
    int memberEpoch,
    List<String> subscribedTopics,
    String subscribedPattern,
    Set<TopicPartition> assignment,
    Set<TopicPartition> targetAssignment,
    Boolean upgraded,
    String problem) {
  public MemberDescription {
    subscribedTopics = List.copyOf(subscribedTopics);
    assignment = OrderedCopy.of(assignment);
    targetAssignment = targetAssignment == null ? null : OrderedCopy.of(targetAssignment);
  }
}

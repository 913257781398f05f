package io.kafkavertx.admin;

import io.kafkavertx.spi.Node;
import java.util.List;
import java.util.Set;

/**
 * A group of consumers.
 *
 * @param groupId its id
 * @param simple whether it has offsets and never had members
 * @param members who is in it
 * @param assignor the name of what shares out the partitions; empty when there is none yet
 * @param type {@link GroupType#CONSUMER} or {@link GroupType#CLASSIC}
 * @param state what it is doing
 * @param coordinator the broker that looks after it
 * @param authorizedOperations what this client may do with it; null when that was not asked for
 * @param groupEpoch how often its members and topics have changed; -1 in classic groups
 * @param assignmentEpoch the group epoch that the assignment is for; -1 in classic groups
 */
public record ConsumerGroupDescription(
    String groupId,
    boolean simple,
    List<MemberDescription> members,
    String assignor,
    GroupType type,
    GroupState state,
    Node coordinator,
    Set<AclOperation> authorizedOperations,
    int groupEpoch,
    int assignmentEpoch) {
  public ConsumerGroupDescription {
    members = List.copyOf(members);
  }
}

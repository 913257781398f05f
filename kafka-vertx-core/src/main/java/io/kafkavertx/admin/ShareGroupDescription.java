package io.kafkavertx.admin;

import io.kafkavertx.spi.Node;
import java.util.List;
import java.util.Set;

/**
 * A share group.
 *
 * @param groupId its id
 * @param members who is in it
 * @param assignor the name of what shares out the partitions
 * @param state what it is doing
 * @param coordinator the broker that looks after it
 * @param authorizedOperations what this client may do with it; null when that was not asked for
 * @param groupEpoch how often its members and topics have changed
 * @param assignmentEpoch the group epoch that the assignment is for
 */
public record ShareGroupDescription(
    String groupId,
    List<MemberDescription> members,
    String assignor,
    GroupState state,
    Node coordinator,
    Set<AclOperation> authorizedOperations,
    int groupEpoch,
    int assignmentEpoch) {
  public ShareGroupDescription {
    members = List.copyOf(members);
  }
}

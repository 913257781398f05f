package io.kafkavertx.admin;

import io.kafkavertx.spi.Node;
import java.util.List;
import java.util.Set;

/**
 * A classic group, of whatever kind.
 *
 * @param groupId its id
 * @param protocol what it is for: {@code consumer}, {@code connect}; empty when it only has offsets
 * @param protocolData what its members have agreed on: the assignor's name in a group of consumers
 * @param members who is in it; assignments are read in groups of consumers only
 * @param state what it is doing
 * @param coordinator the broker that looks after it
 * @param authorizedOperations what this client may do with it; null when that was not asked for
 */
public record ClassicGroupDescription(
    String groupId,
    String protocol,
    String protocolData,
    List<MemberDescription> members,
    GroupState state,
    Node coordinator,
    Set<AclOperation> authorizedOperations) {
  public ClassicGroupDescription {
    members = List.copyOf(members);
  }

  /** Whether its members are consumers, or it only has offsets. */
  public boolean ofConsumers() {
    return protocol.isEmpty() || protocol.equals("consumer");
  }
}

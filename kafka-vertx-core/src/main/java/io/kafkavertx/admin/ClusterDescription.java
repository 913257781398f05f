package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.Node;
import java.util.List;
import java.util.Set;

/**
 * What a broker says of its cluster.
 *
 * @param clusterId the cluster's id
 * @param controller who takes requests for the controller; with KRaft any broker, and the active
 *     controller when a controller was asked. Null when there is none at present
 * @param nodes the brokers, or the controllers when a controller was asked
 * @param fenced those of {@code nodes}, by id, that are known but not in service; empty unless
 *     asked for
 * @param authorizedOperations what the client may do with the cluster; null unless asked for
 */
public record ClusterDescription(
    String clusterId,
    Node controller,
    List<Node> nodes,
    Set<Integer> fenced,
    Set<AclOperation> authorizedOperations) {
  public ClusterDescription {
    nodes = List.copyOf(nodes);
    fenced = OrderedCopy.of(fenced);
    authorizedOperations =
        authorizedOperations == null ? null : OrderedCopy.of(authorizedOperations);
  }
}

package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.util.List;
import java.util.Set;

/**
 * Which groups to list. An empty set means all.
 *
 * @param states in one of these states (Kafka 2.6)
 * @param types of one of these types (Kafka 3.8; {@link GroupType#CLASSIC} with any, as they have
 *     no others)
 * @param protocolTypes for one of these purposes; the client looks at this itself
 */
public record ListGroupsOptions(
    Set<GroupState> states, Set<GroupType> types, Set<String> protocolTypes) {
  public ListGroupsOptions {
    states = OrderedCopy.of(states);
    types = OrderedCopy.of(types);
    protocolTypes = OrderedCopy.of(protocolTypes);
  }

  /** All groups. */
  public static ListGroupsOptions defaults() {
    return new ListGroupsOptions(Set.of(), Set.of(), Set.of());
  }

  /** Groups of consumers, whichever protocol they speak, and groups that only have offsets. */
  public static ListGroupsOptions consumerGroups() {
    return defaults()
        .types(OrderedCopy.of(List.of(GroupType.CONSUMER, GroupType.CLASSIC)))
        .protocolTypes(OrderedCopy.of(List.of("", "consumer")));
  }

  /** Share groups. */
  public static ListGroupsOptions shareGroups() {
    return defaults().types(Set.of(GroupType.SHARE));
  }

  /** Streams groups. */
  public static ListGroupsOptions streamsGroups() {
    return defaults().types(Set.of(GroupType.STREAMS));
  }

  public ListGroupsOptions states(Set<GroupState> wanted) {
    return new ListGroupsOptions(wanted, types, protocolTypes);
  }

  public ListGroupsOptions types(Set<GroupType> wanted) {
    return new ListGroupsOptions(states, wanted, protocolTypes);
  }

  public ListGroupsOptions protocolTypes(Set<String> wanted) {
    return new ListGroupsOptions(states, types, wanted);
  }
}

package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The groups of a cluster. They survive the death of their coordinator, as replicated groups do.
 */
public final class GroupCoordinator {
  private final ScriptedCluster cluster;
  private final Map<String, ScriptedGroup> groups = new LinkedHashMap<>();

  GroupCoordinator(ScriptedCluster cluster) {
    this.cluster = cluster;
  }

  /** A group, made when there is none of that name. */
  public ScriptedGroup group(String id) {
    return groups.computeIfAbsent(id, name -> new ScriptedGroup(name, cluster));
  }

  /** The broker that coordinates a group, -1 when no broker lives. */
  public int coordinator(String group) {
    ScriptedBroker broker = cluster.coordinator(group);
    return broker == null ? -1 : broker.id();
  }

  /** NONE when the broker that was asked coordinates the group. */
  ErrorCode check(RequestContext context, String group) {
    if (group.isEmpty()) {
      return ErrorCode.INVALID_GROUP_ID;
    }
    return cluster.coordinator(group) == context.broker()
        ? ErrorCode.NONE
        : ErrorCode.NOT_COORDINATOR;
  }

  void close() {
    groups.values().forEach(ScriptedGroup::close);
  }
}

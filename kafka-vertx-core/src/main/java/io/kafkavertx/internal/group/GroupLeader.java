package io.kafkavertx.internal.group;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.kafkavertx.spi.PartitionAssignor;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The leader's part of a member: shares out the partitions of all topics that any member wants, and
 * notices when there are more or fewer of them later.
 */
final class GroupLeader {
  private final Cluster cluster;
  private final GroupConfig config;
  private LeaderAssignment leading;
  private Map<String, Integer> counts = Map.of();
  private Set<String> watched = Set.of();

  GroupLeader(Cluster cluster, GroupConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /** Another generation begins; who leads it is not known yet. */
  void resign() {
    leading = null;
  }

  /** Shares out. Fails when the assignor does. */
  Future<List<SyncGroupRequestAssignment>> share(
      JoinGroupResponse response, PartitionAssignor assignor) {
    LeaderAssignment mine = new LeaderAssignment(response.members());
    leading = mine;
    watch(mine.topics());
    if (response.skipAssignment()) {
      // A static member came back: the group keeps its assignment, we only watch.
      counts = mine.partitionCounts(cluster.metadata());
      return Future.succeededFuture(List.of());
    }
    return fresh(mine)
        .transform(
            refreshed -> {
              ClusterMetadata metadata = cluster.metadata();
              counts = mine.partitionCounts(metadata);
              return Future.succeededFuture(mine.assign(assignor, metadata));
            });
  }

  private Future<ClusterMetadata> fresh(LeaderAssignment mine) {
    if (cluster.metadata().topics().containsAll(mine.topics())) {
      return Future.succeededFuture(cluster.metadata());
    }
    // The session clock ticks while we ask, and a topic may not exist: do not ask for long.
    long patience = Math.min(config.sessionTimeoutNanos() / 3, config.requestTimeoutNanos());
    return cluster.refresh(cluster.loop().nanoTime() + patience);
  }

  private void watch(Set<String> topics) {
    cluster.retainTopics(topics);
    cluster.releaseTopics(watched);
    watched = OrderedCopy.of(topics);
  }

  /** Whether the partitions that were shared out are not those there are now. */
  boolean isOutdated(ClusterMetadata metadata) {
    return leading != null && !leading.partitionCounts(metadata).equals(counts);
  }

  /** The member has left. */
  void leave() {
    leading = null;
    watch(Set.of());
  }
}

package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ClusterMetadata.Topic;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import java.util.ArrayList;
import java.util.List;

/** A newer leader, as a produce or fetch response names it (KIP-951). */
record LeaderHint(
    String topic,
    int partition,
    int leaderId,
    int leaderEpoch,
    String host,
    int port,
    String rack) {
  /**
   * The snapshot with that leader; null when the hint is not news, or names a broker without
   * telling where it is.
   */
  ClusterMetadata applyTo(ClusterMetadata view) {
    Topic known = view.topic(topic);
    PartitionInfo last = known == null ? null : known.partition(partition);
    if (last == null || leaderId < 0 || leaderEpoch <= last.leaderEpoch()) {
      return null;
    }
    boolean hasAddress = host != null && !host.isBlank() && port > 0 && port <= 65_535;
    Node leader = hasAddress ? new Node(leaderId, host, port, rack) : view.node(leaderId);
    if (leader == null) {
      return null;
    }
    PartitionInfo now =
        new PartitionInfo(
            last.topicPartition(),
            leader,
            leaderEpoch,
            last.replicas(),
            last.inSyncReplicas(),
            last.offlineReplicas());
    List<PartitionInfo> partitions = new ArrayList<>(known.partitions());
    partitions.set(partitions.indexOf(last), now);
    return view.toBuilder()
        .node(leader)
        .topic(new Topic(topic, known.id(), known.internal(), known.error(), partitions))
        .build();
  }
}

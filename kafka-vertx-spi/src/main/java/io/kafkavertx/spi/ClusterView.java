package io.kafkavertx.spi;

import java.util.List;
import java.util.Set;

/** What is known of the cluster at one moment. Immutable: safe to keep and to pass on. */
public interface ClusterView {
  /** The cluster's id, null when the broker does not tell. */
  String clusterId();

  /** All known brokers. */
  List<Node> nodes();

  /** The topics whose partitions are known. */
  Set<String> topics();

  /** The partitions of a topic by number; empty when the topic is not known. */
  List<PartitionInfo> partitions(String topic);

  /** The broker with that id, null when it is not known. */
  Node node(int id);
}

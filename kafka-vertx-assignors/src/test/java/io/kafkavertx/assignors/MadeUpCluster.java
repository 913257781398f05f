package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A cluster that a test makes up. The number of a node is its place in the list. */
abstract class MadeUpCluster implements ClusterView {
  final Map<String, List<PartitionInfo>> topics = new LinkedHashMap<>();
  final List<Node> nodes = new ArrayList<>();

  @Override
  public final String clusterId() {
    return "id";
  }

  @Override
  public final List<Node> nodes() {
    return nodes;
  }

  @Override
  public final Set<String> topics() {
    return topics.keySet();
  }

  @Override
  public final List<PartitionInfo> partitions(String topic) {
    return topics.getOrDefault(topic, List.of());
  }

  @Override
  public final Node node(int id) {
    return nodes.get(id);
  }
}

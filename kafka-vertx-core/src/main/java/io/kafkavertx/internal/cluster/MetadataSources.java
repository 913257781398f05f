package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.spi.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which brokers are asked for metadata, in which order: known ones first, then the bootstrap
 * addresses.
 */
final class MetadataSources {
  private final EventLoop loop;
  private final Connections connections;
  private final List<Node> bootstrap;
  private boolean bootstrapOnly;

  MetadataSources(EventLoop loop, Connections connections, ClusterConfig config) {
    this.loop = loop;
    this.connections = connections;
    this.bootstrap = config.bootstrapNodes();
  }

  /** While on, the known brokers are not asked. */
  void bootstrapOnly(boolean on) {
    bootstrapOnly = on;
  }

  /**
   * Every broker that may be asked now. The one with an open connection comes first, one that
   * failed lately last; all the same, chance decides, so that many clients do not ask the same
   * broker. Bootstrap addresses follow: when no known broker can be reached, the cluster may have
   * moved behind the same names (KIP-899).
   */
  List<Node> inOrder(ClusterMetadata view) {
    List<Node> open = new ArrayList<>();
    List<Node> closed = new ArrayList<>();
    List<Node> failing = new ArrayList<>();
    List<Node> resting = new ArrayList<>();
    for (Node node : bootstrapOnly ? List.<Node>of() : shuffled(view.nodes())) {
      sort(node, open, closed, failing, resting);
    }
    List<Node> order = new ArrayList<>(open);
    order.addAll(closed);
    order.addAll(failing);
    for (Node node : shuffled(bootstrap)) {
      (connections.isBackingOff(node.id(), Connections.METADATA_LANE) ? resting : order).add(node);
    }
    // Before an old cluster has told its brokers, a bootstrap address stands for one of them.
    return order.isEmpty() ? resting : order.stream().distinct().toList();
  }

  private void sort(
      Node node, List<Node> open, List<Node> closed, List<Node> failing, List<Node> resting) {
    if (connections.isReady(node.id(), Connections.METADATA_LANE)) {
      open.add(node);
    } else if (connections.isBackingOff(node.id(), Connections.METADATA_LANE)) {
      resting.add(node);
    } else if (connections.lastError(node.id()) != null) {
      failing.add(node);
    } else {
      closed.add(node);
    }
  }

  private List<Node> shuffled(List<Node> nodes) {
    List<Node> mixed = new ArrayList<>(nodes);
    for (int i = mixed.size() - 1; i > 0; i--) {
      int other = loop.random().nextInt(i + 1);
      Node swapped = mixed.set(i, mixed.get(other));
      mixed.set(other, swapped);
    }
    return mixed;
  }

  /**
   * Why a round failed, broker by broker. Of those that were not asked because they failed a moment
   * ago, the failure of then.
   */
  String describe(ClusterMetadata view, Map<Node, Throwable> ofRound) {
    Map<Node, Throwable> errors = new LinkedHashMap<>(ofRound);
    Stream.concat(view.nodes().stream(), bootstrap.stream())
        .filter(node -> connections.lastError(node.id()) != null)
        .forEach(node -> errors.putIfAbsent(node, connections.lastError(node.id())));
    if (errors.isEmpty()) {
      return "every broker was asked a moment ago";
    }
    // A broker and the bootstrap address that leads to it usually tell the same.
    Set<String> parts = new LinkedHashSet<>();
    errors.forEach(
        (node, error) -> parts.add(node.host() + ":" + node.port() + ": " + error.getMessage()));
    return "no broker could be asked (" + String.join("; ", parts) + ")";
  }
}

package io.kafkavertx.testkit.broker;

import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Writes a broker's {@code server.properties} in the dialect of its release. */
final class ServerProperties {
  private static final String INTERNAL = "INTERNAL";
  private static final String CONTROLLER = "CONTROLLER";

  private final Recipe recipe;
  private final BrokerOptions options;
  private final List<NodePlan> cluster;
  private final String zooKeeper;

  ServerProperties(Recipe recipe, BrokerOptions options, List<NodePlan> cluster, String zooKeeper) {
    this.recipe = recipe;
    this.options = options;
    this.cluster = cluster;
    this.zooKeeper = zooKeeper;
  }

  Path write(NodePlan node) {
    Properties properties = new Properties();
    properties.putAll(of(node));
    Path file = node.root().resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
      return file;
    } catch (IOException e) {
      throw new BrokerException("Cannot write " + file + ": " + e, e);
    }
  }

  private Map<String, String> of(NodePlan node) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("log.dirs", node.root().resolve("data").toString());
    all.put("num.partitions", "1");
    replication(all);
    switch (recipe.style()) {
      case HOST_AND_PORT -> hostAndPort(all, node);
      case LISTENERS -> plainListeners(all, node);
      case NAMED_LISTENERS, KRAFT -> namedListeners(all, node);
    }
    if (recipe.usesZooKeeper()) {
      all.put("broker.id", Integer.toString(node.nodeId()));
      all.put("zookeeper.connect", zooKeeper);
      all.put("zookeeper.connection.timeout.ms", "15000");
      all.put("zookeeper.session.timeout.ms", Integer.toString(ZooKeeperNode.SESSION_TIMEOUT_MS));
    } else {
      kraft(all, node);
    }
    String id = Integer.toString(node.nodeId());
    options.properties().forEach((key, value) -> all.put(key, value.replace("{node}", id)));
    return all;
  }

  /** Small enough to start fast, and as safe as the number of nodes allows. */
  private void replication(Map<String, String> all) {
    int nodes = cluster.size();
    String factor = Integer.toString(Math.min(3, nodes));
    String inSync = nodes >= 3 ? "2" : "1";
    all.put("default.replication.factor", factor);
    all.put("min.insync.replicas", inSync);
    all.put("offsets.topic.replication.factor", factor);
    all.put("offsets.topic.num.partitions", nodes == 1 ? "1" : "3");
    all.put("transaction.state.log.replication.factor", factor);
    all.put("transaction.state.log.min.isr", inSync);
    all.put("transaction.state.log.num.partitions", nodes == 1 ? "1" : "3");
    all.put("share.coordinator.state.topic.replication.factor", factor);
    all.put("share.coordinator.state.topic.min.isr", inSync);
    all.put("share.coordinator.state.topic.num.partitions", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    // The default buffer of 128 MiB does not fit into a small heap.
    all.put("log.cleaner.dedupe.buffer.size", "2097152");
    if (nodes == 1 && recipe.usesZooKeeper()) {
      // Nobody could take over.
      all.put("controlled.shutdown.enable", "false");
    }
  }

  private void hostAndPort(Map<String, String> all, NodePlan node) {
    HostAndPort bound = node.bound().get(BrokerOptions.PLAINTEXT);
    HostAndPort advertised = node.advertised().get(BrokerOptions.PLAINTEXT);
    all.put("host.name", bound.host());
    all.put("port", Integer.toString(bound.port()));
    all.put("advertised.host.name", advertised.host());
    all.put("advertised.port", Integer.toString(advertised.port()));
  }

  private void plainListeners(Map<String, String> all, NodePlan node) {
    all.put("listeners", listeners(node.bound()));
    all.put("advertised.listeners", listeners(node.advertised()));
    for (Listener listener : options.extraListeners()) {
      all.putAll(listener.serverProperties(recipe.version()));
    }
  }

  private void namedListeners(Map<String, String> all, NodePlan node) {
    Map<String, HostAndPort> bound = new LinkedHashMap<>(node.bound());
    Map<String, HostAndPort> advertised = new LinkedHashMap<>(node.advertised());
    bound.put(INTERNAL, node.internal());
    advertised.put(INTERNAL, node.internal());
    List<String> protocols = new ArrayList<>(List.of("PLAINTEXT:PLAINTEXT", "INTERNAL:PLAINTEXT"));
    if (node.controller() != null) {
      bound.put(CONTROLLER, node.controller());
      protocols.add("CONTROLLER:PLAINTEXT");
    }
    for (Listener listener : options.extraListeners()) {
      protocols.add(listener.name() + ":" + listener.protocol());
      all.putAll(listener.serverProperties(recipe.version()));
    }
    all.put("listeners", listeners(bound));
    all.put("advertised.listeners", listeners(advertised));
    all.put("listener.security.protocol.map", String.join(",", protocols));
    all.put("inter.broker.listener.name", INTERNAL);
  }

  private void kraft(Map<String, String> all, NodePlan node) {
    all.put("node.id", Integer.toString(node.nodeId()));
    all.put("process.roles", "broker,controller");
    all.put("controller.listener.names", CONTROLLER);
    all.put(
        "controller.quorum.voters",
        cluster.stream()
            .map(n -> n.nodeId() + "@" + n.controller())
            .collect(Collectors.joining(",")));
    // A dead broker is noticed after three seconds instead of nine, which also is how long a killed
    // one has to wait
    // before it may come back.
    all.put("broker.session.timeout.ms", "3000");
    all.put("broker.heartbeat.interval.ms", "500");
  }

  private static String listeners(Map<String, HostAndPort> addresses) {
    return addresses.entrySet().stream()
        .map(e -> e.getKey() + "://" + e.getValue())
        .collect(Collectors.joining(","));
  }
}

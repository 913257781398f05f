package io.kafkavertx.tests.clustered;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;

/** A Vert.x on a clustered event bus that does not leave this machine. */
final class BusNode {
  private BusNode() {}

  /**
   * Joins.
   *
   * @param cluster its name; nodes of other clusters are never found
   * @param port where this node's Hazelcast listens
   * @param members where nodes listen, the first of which is there all the time
   */
  static Future<Vertx> join(String cluster, int port, Collection<Integer> members) {
    return joinOnce(cluster, port, members)
        .recover(
            failure ->
                hasGivenUp(failure) ? join(cluster, port, members) : Future.failedFuture(failure));
  }

  /**
   * Hazelcast 5.3 waits one second for its connection to the required member, and gives up joining
   * when a busy machine takes longer for it.
   */
  private static boolean hasGivenUp(Throwable failure) {
    return failure instanceof IllegalStateException
        && "Node failed to start!".equals(failure.getMessage());
  }

  private static Future<Vertx> joinOnce(String cluster, int port, Collection<Integer> members) {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HazelcastClusterManager(config(cluster, port, members)))
        .buildClustered();
  }

  private static Config config(String cluster, int port, Collection<Integer> members) {
    Config config =
        new Config()
            .setClusterName(cluster)
            .setProperty("hazelcast.phone.home.enabled", "false")
            .setProperty("hazelcast.logging.type", "slf4j")
            .setProperty("hazelcast.socket.bind.any", "false")
            .setProperty("hazelcast.wait.seconds.before.join", "0")
            .setProperty("hazelcast.partition.count", "17")
            .setProperty("hazelcast.operation.thread.count", "2")
            .setProperty("hazelcast.operation.generic.thread.count", "2")
            .setProperty("hazelcast.io.thread.count", "1")
            .setProperty("hazelcast.heartbeat.interval.seconds", "1")
            .setProperty("hazelcast.max.no.heartbeat.seconds", "10");
    config.getMetricsConfig().setEnabled(false);
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    int first = members.iterator().next();
    join.getTcpIpConfig().addMember("127.0.0.1:" + first);
    if (port != first) {
      // On a busy machine a node that finds nobody soon would be a cluster of its own.
      join.getTcpIpConfig().setRequiredMember("127.0.0.1:" + first);
    }
    return config;
  }

  /** A port that nobody listens on at the moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}

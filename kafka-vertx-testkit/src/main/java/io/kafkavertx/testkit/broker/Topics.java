package io.kafkavertx.testkit.broker;

import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Creates topics and finds leaders, by whichever broker answers. */
final class Topics {
  private static final int NOT_CONTROLLER = 41;
  private static final int PROBE_MILLIS = 3_000;
  private static final int TOOL_SECONDS = 60;

  private final BrokerOptions options;
  private final List<ChildBroker> nodes;
  private final ZooKeeperNode zooKeeper;

  Topics(BrokerOptions options, List<ChildBroker> nodes, ZooKeeperNode zooKeeper) {
    this.options = options;
    this.nodes = nodes;
    this.zooKeeper = zooKeeper;
  }

  void create(String topic, int partitions, int replication) {
    Deadline deadline = Deadline.in(options.startTimeout());
    if (options.kafkaVersion().atLeast(0, 10, 2)) {
      request(topic, partitions, replication, deadline);
    } else {
      runTool(topic, partitions, replication);
    }
    for (int i = 0; i < partitions; i++) {
      int partition = i;
      awaitService(
          () -> leader(topic, partition, deadline).internalAddress(),
          options.kafkaVersion(),
          topic,
          partition,
          deadline);
    }
  }

  /**
   * A broker tells clients that it leads a partition a moment before it does; what is sent to it in
   * between is refused. So this asks the leader until it serves the partition.
   */
  static void awaitService(
      Supplier<HostAndPort> leader,
      KafkaVersion version,
      String topic,
      int partition,
      Deadline deadline) {
    String last;
    do {
      HostAndPort address = leader.get();
      try {
        int code = BrokerProbe.endOfPartition(address, version, PROBE_MILLIS, topic, partition);
        if (code == 0) {
          return;
        }
        last = "error code " + code + " from " + address;
      } catch (IOException e) {
        last = e + " from " + address;
      }
      deadline.pause();
    } while (!deadline.isOver());
    throw new BrokerException(
        "Partition " + partition + " of " + topic + " is not served: " + last);
  }

  private void request(String topic, int partitions, int replication, Deadline deadline) {
    String last = "no broker is running";
    do {
      for (ChildBroker node : nodes) {
        if (node.state() != KafkaBroker.State.RUNNING) {
          continue;
        }
        try {
          int code =
              BrokerProbe.createTopic(
                  node.internalAddress(), options.kafkaVersion(), topic, partitions, replication);
          if (code == 0) {
            return;
          }
          last = "error code " + code + " from " + node;
          if (code != NOT_CONTROLLER) {
            throw new BrokerException("Cannot create the topic " + topic + ": " + last);
          }
        } catch (IOException e) {
          last = e + " from " + node;
        }
      }
      deadline.pause();
    } while (!deadline.isOver());
    throw new BrokerException("Cannot create the topic " + topic + ": " + last);
  }

  /** Brokers before 0.10.1 have no request for it: their own command line writes to ZooKeeper. */
  private void runTool(String topic, int partitions, int replication) {
    boolean first = !options.kafkaVersion().atLeast(0, 8, 1);
    nodes
        .get(0)
        .runTool(
            TOOL_SECONDS,
            first
                ? List.of(
                    "kafka.admin.CreateTopicCommand",
                    "--zookeeper",
                    zooKeeper.connect(),
                    "--topic",
                    topic,
                    "--partition",
                    Integer.toString(partitions),
                    "--replica",
                    Integer.toString(replication))
                : List.of(
                    "kafka.admin.TopicCommand",
                    "--zookeeper",
                    zooKeeper.connect(),
                    "--create",
                    "--topic",
                    topic,
                    "--partitions",
                    Integer.toString(partitions),
                    "--replication-factor",
                    Integer.toString(replication)));
  }

  /** The running broker that leads a partition, as soon as the cluster says so. */
  ChildBroker leader(String topic, int partition, Deadline deadline) {
    String last = "no broker is running";
    do {
      for (ChildBroker node : nodes) {
        if (node.state() != KafkaBroker.State.RUNNING) {
          continue;
        }
        try {
          Map<Integer, Integer> leaders =
              BrokerProbe.metadata(node.internalAddress(), PROBE_MILLIS, topic)
                  .leaders()
                  .getOrDefault(topic, Map.of());
          int leader = leaders.getOrDefault(partition, -1);
          if (leader > 0 && nodes.get(leader - 1).state() == KafkaBroker.State.RUNNING) {
            return nodes.get(leader - 1);
          }
          last = node + " says " + leaders;
        } catch (IOException e) {
          last = e + " from " + node;
        }
      }
      deadline.pause();
    } while (!deadline.isOver());
    throw new BrokerException(
        "Partition " + partition + " of " + topic + " has no running leader: " + last);
  }
}

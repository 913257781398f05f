package io.kafkavertx.testkit.broker;

import java.io.File;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Several brokers that form one cluster, each in a process of its own.
 *
 * <pre>{@code
 * try (KafkaCluster cluster = KafkaCluster.start(3, BrokerOptions.version("4.4.0"))) {
 *   cluster.createTopic("orders", 6, 3);
 *   cluster.leader("orders", 0).kill();
 * }
 * }</pre>
 *
 * <p>Nodes have the ids 1 to n. From 3.9 on they are brokers and KRaft controllers in one, so a
 * cluster of three lives as long as two of its nodes do; older ones share a ZooKeeper. With three
 * nodes topics are replicated three times, and {@code min.insync.replicas} is 2. Methods block;
 * call them from a test's thread, never from an event loop.
 */
public final class KafkaCluster implements AutoCloseable {
  private static final int PORT_ATTEMPTS = 3;
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final BrokerOptions options;
  private final List<ChildBroker> nodes;
  private final ZooKeeperNode zooKeeper;
  private final Topics topics;

  private KafkaCluster(BrokerOptions options, List<ChildBroker> nodes, ZooKeeperNode zooKeeper) {
    this.options = options;
    this.nodes = List.copyOf(nodes);
    this.zooKeeper = zooKeeper;
    this.topics = new Topics(options, nodes, zooKeeper);
    nodes.forEach(node -> node.join(topics, zooKeeper));
  }

  /**
   * Starts a cluster and waits until every broker knows every other one. Three nodes take 8 to 22
   * seconds.
   *
   * @param nodes how many brokers, 1 or more
   * @param options what they have in common; fixed ports are only possible for one node
   * @return the running cluster
   * @throws BrokerException as {@link KafkaBroker#start}
   */
  public static KafkaCluster start(int nodes, BrokerOptions options) {
    Recipe recipe = Recipe.of(options.kafkaVersion());
    checkOptions(nodes, recipe, options);
    return start(nodes, recipe, release(recipe, options), options);
  }

  /** The release with its class archive, where there are to be archives and it can have one. */
  private static Release release(Recipe recipe, BrokerOptions options) {
    String own = ClassPaths.of(recipe, options.progress());
    String version = recipe.version().text();
    ClassArchive archive =
        ClassArchives.find(
            recipe,
            options,
            own,
            made -> {
              BrokerOptions plain =
                  BrokerOptions.version(version)
                      .javaHome(options.javaHome())
                      .logDirectory(options.logDirectory())
                      .startTimeout(options.startTimeout());
              try (KafkaCluster cluster =
                  start(1, recipe, new Release(version, own, made), plain)) {
                cluster.createTopic("classes", 1, 1);
                cluster.nodes.get(0).end();
              }
            });
    StringBuilder all = new StringBuilder(own);
    options.classPath().forEach(more -> all.append(File.pathSeparator).append(more));
    return new Release(version, all.toString(), archive);
  }

  private static KafkaCluster start(
      int nodes, Recipe recipe, Release release, BrokerOptions options) {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce(nodes, recipe, release, options);
      } catch (BrokerException e) {
        // Between the choice of a free port and the broker's use of it another process may have
        // taken it.
        boolean lostPort = e.getMessage().contains("Address already in use");
        if (!lostPort || hasFixedPort(options) || attempt == PORT_ATTEMPTS) {
          throw e;
        }
        options.progress().accept("a port was taken meanwhile, trying others");
      }
    }
  }

  private static KafkaCluster startOnce(
      int nodes, Recipe recipe, Release release, BrokerOptions options) {
    Deadline deadline = Deadline.in(options.startTimeout());
    String run = ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet();
    ZooKeeperNode zooKeeper =
        recipe.usesZooKeeper()
            ? ZooKeeperNode.start(options, release.classPath(), log(options, run + "-zookeeper"))
            : null;
    List<ChildBroker> brokers = new ArrayList<>();
    KafkaCluster cluster = null;
    try {
      List<NodePlan> plans = new ArrayList<>();
      for (int id = 1; id <= nodes; id++) {
        plans.add(NodePlan.make(id, recipe, options));
      }
      ServerProperties properties =
          new ServerProperties(
              recipe, options, plans, zooKeeper == null ? null : zooKeeper.connect());
      String clusterId = randomId();
      for (NodePlan plan : plans) {
        brokers.add(
            new ChildBroker(
                recipe,
                options,
                plan,
                clusterId,
                nodes,
                release,
                properties.write(plan),
                log(options, run + "-node-" + plan.nodeId())));
      }
      cluster = new KafkaCluster(options, brokers, zooKeeper);
      cluster.launch(deadline);
      return cluster;
    } finally {
      if (cluster == null && zooKeeper != null) {
        zooKeeper.close();
      }
    }
  }

  private void launch(Deadline deadline) {
    try {
      if (zooKeeper != null) {
        zooKeeper.await(deadline);
        nodes.get(0).addScramUsers(zooKeeper.connect());
      }
      options
          .progress()
          .accept("starting Kafka " + options.version() + " with " + nodes.size() + " node(s)");
      nodes.forEach(ChildBroker::launch);
      nodes.forEach(node -> node.await(deadline, nodes.size()));
      options.progress().accept("Kafka " + options.version() + " answers at " + bootstrapServers());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void checkOptions(int nodes, Recipe recipe, BrokerOptions options) {
    if (nodes < 1) {
      throw new IllegalArgumentException("A cluster needs at least one node, not " + nodes);
    }
    if (nodes > 1 && hasFixedPort(options)) {
      throw new IllegalArgumentException("Nodes of one cluster cannot share a fixed port");
    }
    if (recipe.usesZooKeeper() && !options.features().isEmpty()) {
      throw new IllegalArgumentException(
          "Features are set when KRaft is formatted (Kafka 3.9 or newer), not in "
              + options.version());
    }
    checkListeners(recipe, options);
  }

  private static void checkListeners(Recipe recipe, BrokerOptions options) {
    List<Listener> listeners = options.extraListeners();
    KafkaVersion version = options.kafkaVersion();
    if (!listeners.isEmpty() && recipe.style() == Recipe.Style.HOST_AND_PORT) {
      throw new IllegalArgumentException(
          "Kafka " + version + " has one listener only; extra ones came with 0.9");
    }
    if (!recipe.hasNamedListeners()
        && listeners.stream().anyMatch(l -> !l.name().equals(l.protocol()))) {
      throw new IllegalArgumentException(
          "Before 0.10.2 a listener is called by its protocol: Kafka "
              + version
              + " cannot have "
              + listeners);
    }
    if (!version.atLeast(1, 1) && listeners.stream().filter(Listener::hasSasl).count() > 1) {
      throw new IllegalArgumentException(
          "Kafka " + version + " has one set of SASL users, so it can have one SASL listener");
    }
    if (!version.atLeast(0, 10, 2) && listeners.stream().anyMatch(l -> !l.scramUsers().isEmpty())) {
      throw new IllegalArgumentException("SCRAM came with 0.10.2, Kafka " + version + " is older");
    }
  }

  private static boolean hasFixedPort(BrokerOptions options) {
    return options.port() != 0 || options.extraListeners().stream().anyMatch(l -> l.port() != 0);
  }

  private static Path log(BrokerOptions options, String suffix) {
    return options
        .logDirectory()
        .toAbsolutePath()
        .resolve("kafka-" + options.version() + "-" + suffix + ".log");
  }

  private static String randomId() {
    byte[] id = new byte[16];
    new SecureRandom().nextBytes(id);
    // A leading '-' would look like an option to the storage tool.
    id[0] &= 0x3f;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /**
   * The brokers in the order of their ids.
   *
   * @return all of them, running or not
   */
  public List<KafkaBroker> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * One broker.
   *
   * @param id 1 to n
   * @return the broker
   * @throws IllegalArgumentException if there is none with this id
   */
  public KafkaBroker node(int id) {
    if (id < 1 || id > nodes.size()) {
      throw new IllegalArgumentException(
          "There is no node " + id + "; nodes have the ids 1 to " + nodes.size());
    }
    return nodes.get(id - 1);
  }

  /**
   * Shuts a node down in order and starts it again as another release, with the data it has, as in
   * a rolling upgrade or a way back from one. Returns when it answers. What the cluster as a whole
   * may do ({@code metadata.version} and other features) stays as it is.
   *
   * @param id 1 to n
   * @param version 3.9.0 or newer, as the release it is now: both with KRaft
   * @throws IllegalArgumentException if one of the two uses ZooKeeper
   * @throws BrokerException if it does not come up within the start time-out
   */
  public void upgrade(int id, String version) {
    Recipe recipe = Recipe.of(BrokerOptions.version(version).kafkaVersion());
    if (zooKeeper != null || recipe.usesZooKeeper()) {
      throw new IllegalArgumentException(
          "Only nodes with KRaft can be upgraded, not from "
              + options.version()
              + " to "
              + version);
    }
    node(id);
    nodes.get(id - 1).upgrade(release(recipe, options));
  }

  /**
   * Where clients without security connect.
   *
   * @return all brokers, separated by commas
   */
  public String bootstrapServers() {
    return bootstrapServers(BrokerOptions.PLAINTEXT);
  }

  /**
   * Where clients of one listener connect.
   *
   * @param listener the listener's name
   * @return all brokers, separated by commas
   */
  public String bootstrapServers(String listener) {
    return nodes.stream().map(n -> n.bootstrapServers(listener)).collect(Collectors.joining(","));
  }

  /**
   * Creates a topic and waits until its partitions have leaders that serve them.
   *
   * @param name the topic
   * @param partitions how many partitions
   * @param replication on how many brokers each one is kept
   * @throws BrokerException if the cluster says no
   */
  public void createTopic(String name, int partitions, int replication) {
    topics.create(name, partitions, replication);
  }

  /**
   * The broker that leads a partition now. After the leader was killed this waits for the next one.
   *
   * @param topic the topic
   * @param partition the partition
   * @return a running broker
   * @throws BrokerException if the partition has no running leader within the start time-out
   */
  public KafkaBroker leader(String topic, int partition) {
    return topics.leader(topic, partition, Deadline.in(options.startTimeout()));
  }

  /** Kills all processes and deletes their data. May be called twice. */
  @Override
  public void close() {
    nodes.forEach(ChildBroker::close);
    if (zooKeeper != null) {
      zooKeeper.close();
    }
  }
}

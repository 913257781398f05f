package io.kafkavertx.testkit.broker;

import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A broker in a child JVM. */
final class ChildBroker implements KafkaBroker {
  private static final int STOP_SECONDS = 30;
  private static final int LONG_STOP_SECONDS = 120;
  private static final int PROBE_MILLIS = 5_000;
  private static final int LOG_LINES = 30;
  private static final int TOOL_SECONDS = 60;

  private final Recipe recipe;
  private final BrokerOptions options;
  private final NodePlan plan;
  private final String clusterId;
  private final int clusterSize;
  private Release release;
  private final Path config;
  private final Path log;
  private ChildJvm jvm;
  private boolean closed;
  private Topics topics;
  private ZooKeeperNode zooKeeper;

  ChildBroker(
      Recipe recipe,
      BrokerOptions options,
      NodePlan plan,
      String clusterId,
      int clusterSize,
      Release release,
      Path config,
      Path log) {
    this.recipe = recipe;
    this.options = options;
    this.plan = plan;
    this.clusterId = clusterId;
    this.clusterSize = clusterSize;
    this.release = release;
    this.config = config;
    this.log = log;
  }

  /** Tells the node what it shares with its cluster. */
  void join(Topics clusterTopics, ZooKeeperNode clusterZooKeeper) {
    topics = clusterTopics;
    zooKeeper = clusterZooKeeper;
  }

  /** Starts the process and returns at once. */
  synchronized void launch() {
    List<String> flags = new ArrayList<>(options.jvmFlags());
    flags.addAll(JvmFlags.logging(plan.root(), options));
    flags.addAll(JvmFlags.jaas(plan.root(), options));
    List<String> arguments = new ArrayList<>(List.of(config.toString()));
    if (!recipe.usesZooKeeper()) {
      arguments.addAll(formatArguments());
    }
    jvm =
        ChildJvm.start(
            new ChildJvm.Spec(
                toString(),
                options.javaHome(),
                flags,
                release.classPath(),
                recipe.usesZooKeeper() ? "kafka" : "kraft",
                plan.root(),
                arguments,
                log,
                release.archive()));
  }

  private List<String> formatArguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of("format", "--ignore-formatted", "-t", clusterId, "-c", config.toString()));
    options
        .features()
        .forEach((name, level) -> arguments.addAll(List.of("--feature", name + "=" + level)));
    for (Listener listener : options.extraListeners()) {
      listener
          .scramUsers()
          .forEach(
              (mechanism, users) ->
                  users.forEach(
                      (user, password) -> {
                        arguments.add("--add-scram");
                        arguments.add(mechanism + "=[name=" + user + ",password=" + password + "]");
                      }));
    }
    return arguments;
  }

  /**
   * Puts the users of SCRAM into ZooKeeper, where a broker that starts finds them at once; with
   * KRaft they come by {@link #formatArguments}.
   */
  void addScramUsers(String zooKeeperAddress) {
    Map<String, Set<String>> credentials = new LinkedHashMap<>();
    for (Listener listener : options.extraListeners()) {
      listener
          .scramUsers()
          .forEach(
              (mechanism, users) ->
                  users.forEach(
                      (user, password) ->
                          credentials
                              .computeIfAbsent(user, any -> new LinkedHashSet<>())
                              .add(mechanism + "=[password=" + password + "]")));
    }
    credentials.forEach(
        (user, given) ->
            runTool(
                TOOL_SECONDS,
                List.of(
                    "kafka.admin.ConfigCommand",
                    "--zookeeper",
                    zooKeeperAddress,
                    "--alter",
                    "--add-config",
                    String.join(",", given),
                    "--entity-type",
                    "users",
                    "--entity-name",
                    user)));
  }

  /** Waits until the broker answers and knows so many live brokers. */
  void await(Deadline deadline, int brokers) {
    String last = "it never answered";
    while (!deadline.isOver()) {
      if (!jvm.isAlive()) {
        throw failure("ended while it started (" + jvm.exit() + ")");
      }
      try {
        List<Integer> seen = BrokerProbe.metadata(plan.internal(), PROBE_MILLIS).brokers();
        // Brokers of 0.8 list nobody before there is a topic.
        boolean complete =
            recipe.style() == Recipe.Style.HOST_AND_PORT
                || (seen.contains(plan.nodeId()) && seen.size() >= brokers);
        if (complete && (zooKeeper == null || zooKeeper.isRegistered(plan.nodeId()))) {
          awaitListeners();
          return;
        }
        last = "it knows the brokers " + seen + ", expected " + brokers;
      } catch (IOException e) {
        last = e.toString();
      }
      deadline.pause();
    }
    throw failure("was not ready after " + deadline + " (" + last + ")");
  }

  /**
   * A broker opens its listeners one after the other, and one whose port was taken meanwhile ends
   * only after others have answered. So each of them must be there, and the process still live.
   */
  private void awaitListeners() throws IOException {
    for (Map.Entry<String, HostAndPort> listener : plan.bound().entrySet()) {
      if (listener.getKey().equals(BrokerOptions.PLAINTEXT)) {
        BrokerProbe.metadata(listener.getValue(), PROBE_MILLIS);
      } else {
        BrokerProbe.connect(listener.getValue(), PROBE_MILLIS);
      }
    }
    if (!jvm.isAlive()) {
      throw new IOException("it ended after it had answered");
    }
  }

  /** Runs one of the release's own command line tools to its end. */
  void runTool(int seconds, List<String> command) {
    List<String> flags = new ArrayList<>(BrokerOptions.SMALL_JVM);
    flags.addAll(JvmFlags.logging(plan.root(), options));
    ChildJvm tool =
        ChildJvm.start(
            new ChildJvm.Spec(
                command.get(0),
                options.javaHome(),
                flags,
                release.classPath(),
                "tool",
                plan.root(),
                command,
                log));
    if (!tool.finish(seconds)) {
      throw failure("could not run " + command.get(0));
    }
  }

  BrokerException failure(String what) {
    return new BrokerException(
        this
            + " "
            + what
            + ". Its log is "
            + log
            + " and ends with:\n"
            + Directories.tail(log, LOG_LINES));
  }

  HostAndPort internalAddress() {
    return plan.internal();
  }

  @Override
  public String version() {
    return release.version();
  }

  @Override
  public int nodeId() {
    return plan.nodeId();
  }

  @Override
  public String bootstrapServers() {
    return bootstrapServers(BrokerOptions.PLAINTEXT);
  }

  @Override
  public String bootstrapServers(String listener) {
    return plan.address(plan.advertised(), listener).toString();
  }

  @Override
  public HostAndPort address(String listener) {
    return plan.address(plan.bound(), listener);
  }

  @Override
  public Path logFile() {
    return log;
  }

  @Override
  public synchronized State state() {
    if (closed) {
      return State.CLOSED;
    }
    if (jvm == null || !jvm.isAlive()) {
      return State.DOWN;
    }
    return jvm.isPaused() ? State.PAUSED : State.RUNNING;
  }

  @Override
  public synchronized void kill() {
    jvm.kill();
  }

  @Override
  public synchronized void pause() {
    jvm.pause();
  }

  @Override
  public synchronized void resume() {
    jvm.resume();
  }

  @Override
  public synchronized void stop() {
    if (jvm.isAlive()) {
      jvm.stop(STOP_SECONDS);
    }
  }

  /** As {@link #stop}, but killing it will not do: it has something to write at its end. */
  synchronized void end() {
    if (!jvm.isAlive() || !jvm.stop(LONG_STOP_SECONDS)) {
      throw failure("did not end in order");
    }
  }

  @Override
  public synchronized void restart() {
    if (closed) {
      throw new BrokerException(this + " is closed");
    }
    stop();
    Deadline deadline = Deadline.in(options.startTimeout());
    while (zooKeeper != null && zooKeeper.isRegistered(plan.nodeId()) && !deadline.isOver()) {
      deadline.pause();
    }
    launch();
    await(deadline, 1);
  }

  /** Stops it, and starts it with the jars of another release. */
  synchronized void upgrade(Release other) {
    stop();
    release = other;
    restart();
  }

  @Override
  public void createTopic(String name, int partitions) {
    topics.create(name, partitions, Math.min(3, clusterSize));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (jvm != null) {
        jvm.kill();
      }
      Directories.delete(plan.root());
      if (zooKeeper != null && clusterSize == 1) {
        zooKeeper.close();
      }
    }
  }

  @Override
  public String toString() {
    return "Kafka "
        + release.version()
        + (clusterSize > 1 ? " node " + plan.nodeId() : "")
        + " at "
        + plan.bound().get(BrokerOptions.PLAINTEXT);
  }
}

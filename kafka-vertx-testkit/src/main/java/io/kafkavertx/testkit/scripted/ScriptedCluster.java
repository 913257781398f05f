package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A fake Kafka cluster in memory: brokers, topics, groups, and hooks to make it misbehave.
 *
 * <p>It lives on one event loop; call it from there only ({@link ScriptedServer#on} does that for
 * real sockets; in a simulation every test does). All of it is lost when it goes.
 */
public final class ScriptedCluster {
  private final EventLoop loop;
  private final Handlers handlers = new Handlers();
  private final Intercepts intercepts = new Intercepts();
  private final Map<Integer, ScriptedBroker> brokers = new LinkedHashMap<>();
  private final Map<String, ScriptedTopic> topics = new LinkedHashMap<>();
  private final GroupCoordinator groups;
  private final TransactionCoordinator transactions;
  private int coordinatorShift;
  private final ProducerIds producerIds = new ProducerIds();
  private final ClusterSettings settings = new ClusterSettings();
  private final Map<ApiKey, Integer> requests = new EnumMap<>(ApiKey.class);
  private final Set<Runnable> logWatchers = new LinkedHashSet<>();
  private final Map<String, String> users = new LinkedHashMap<>();
  private ApiVersionTable versions = ApiVersionTable.kafka44();
  private BrokerBinding binding = BrokerBinding.NONE;
  private Consumer<String> notes = note -> {};

  /** A cluster without brokers, on a loop. */
  public ScriptedCluster(EventLoop loop) {
    this.loop = loop;
    this.groups = new GroupCoordinator(this);
    this.transactions = new TransactionCoordinator(this);
  }

  /** A cluster in a simulated network: brokers 1 to {@code count} at {@code 10.0.0.<id>:9092}. */
  public static ScriptedCluster listenOn(SimNetwork network, SimEventLoop loop, int count) {
    ScriptedCluster cluster = new ScriptedCluster(loop);
    cluster.binding = new SimBinding(network, loop);
    for (int id = 1; id <= count; id++) {
      cluster.addBroker(id, "10.0.0." + id, 9092, null);
    }
    return cluster;
  }

  /** The loop that everything here happens on. */
  public EventLoop loop() {
    return loop;
  }

  /** What can be set. */
  public ClusterSettings settings() {
    return settings;
  }

  /** Adds a broker and starts it. */
  public ScriptedBroker addBroker(int id, String host, int port, String rack) {
    ScriptedBroker broker = new ScriptedBroker(this, id, host, port, rack);
    brokers.put(id, broker);
    binding.up(broker);
    return broker;
  }

  /** Kills a broker and forgets it. */
  public void removeBroker(int id) {
    kill(id);
    brokers.remove(id);
  }

  /** A broker, alive or not; null when there never was one. */
  public ScriptedBroker broker(int id) {
    return brokers.get(id);
  }

  /** All brokers, the dead ones included. */
  public Collection<ScriptedBroker> brokers() {
    return brokers.values();
  }

  /** The brokers that live. */
  public List<ScriptedBroker> aliveBrokers() {
    return brokers.values().stream().filter(ScriptedBroker::isAlive).toList();
  }

  /** The addresses of all brokers, as {@code bootstrap.servers} has them. */
  public String bootstrapServers() {
    return String.join(",", brokers.values().stream().map(ScriptedBroker::address).toList());
  }

  /**
   * Kills a broker: connections are reset, connects refused, and its partitions move to living
   * replicas.
   */
  public void kill(int id) {
    ScriptedBroker broker = brokers.get(id);
    if (broker == null || !broker.isAlive()) {
      return;
    }
    note("broker " + id + " dies");
    broker.die();
    binding.down(broker);
    for (ScriptedPartition partition : partitions()) {
      if (partition.leader() == id) {
        partition.lead(livingReplica(partition));
      }
    }
  }

  /** Starts a killed broker again; it leads what has no leader. */
  public void revive(int id) {
    ScriptedBroker broker = brokers.get(id);
    if (broker == null || broker.isAlive()) {
      return;
    }
    note("broker " + id + " is back");
    broker.comeBack();
    binding.up(broker);
    for (ScriptedPartition partition : partitions()) {
      if (partition.leader() < 0 && partition.replicas().contains(id)) {
        partition.lead(id);
      }
    }
  }

  /** Creates a topic on all brokers, leaders spread over them. */
  public ScriptedTopic createTopic(String name, int partitions) {
    List<Integer> ids = new ArrayList<>(brokers.keySet());
    UUID id = new UUID(loop.random().nextLong() | 1, loop.random().nextLong());
    List<ScriptedPartition> made = new ArrayList<>();
    for (int index = 0; index < partitions; index++) {
      List<Integer> replicas = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        replicas.add(ids.get((index + i) % ids.size()));
      }
      made.add(new ScriptedPartition(this, name, index, List.copyOf(replicas)));
    }
    ScriptedTopic topic = new ScriptedTopic(name, id, List.copyOf(made));
    topics.put(name, topic);
    for (ScriptedPartition partition : made) {
      if (!isAlive(partition.leader())) {
        partition.lead(livingReplica(partition));
      }
    }
    return topic;
  }

  /** Deletes a topic with its records. */
  public void deleteTopic(String name) {
    topics.remove(name);
    logChanged();
  }

  /** A topic by name, null when there is none. */
  public ScriptedTopic topic(String name) {
    return topics.get(name);
  }

  /** All topics, oldest first. */
  public Collection<ScriptedTopic> topics() {
    return topics.values();
  }

  /** A partition; null when there is none. */
  public ScriptedPartition partition(String topic, int index) {
    ScriptedTopic found = topics.get(topic);
    return found == null ? null : found.partition(index);
  }

  /** Makes a broker the leader of a partition; -1 leaves it without one. */
  public void moveLeader(String topic, int partition, int broker) {
    note("leader of " + topic + "-" + partition + " is now " + broker);
    partition(topic, partition).lead(broker);
  }

  /** Which release all brokers pass for. */
  public void versions(ApiVersionTable table) {
    versions = table;
  }

  /** Asks clients to log in by SASL PLAIN as one of these users; affects new connections. */
  public void requirePlain(Map<String, String> passwords) {
    users.clear();
    users.putAll(passwords);
  }

  /**
   * Looks at requests before they are processed; the newest intercept first.
   *
   * @param key which API, null for all
   */
  public Intercept.Registration intercept(ApiKey key, Intercept intercept) {
    return intercepts.add(key, -1, intercept);
  }

  /** Reacts to the next {@code times} requests of an API in one way. */
  public Intercept.Registration next(int times, ApiKey key, Reaction reaction) {
    return intercepts.add(key, times, request -> reaction);
  }

  /** Takes all intercepts away. */
  public void clearIntercepts() {
    intercepts.clear();
  }

  /** How many requests of an API have arrived, intercepted ones included. */
  public int requestCount(ApiKey key) {
    return requests.getOrDefault(key, 0);
  }

  /** Consumer groups and their offsets. */
  public GroupCoordinator groups() {
    return groups;
  }

  /** Transactions by their ids. */
  public TransactionCoordinator transactions() {
    return transactions;
  }

  /** Makes another broker the coordinator of every group and transactional id. */
  public void moveCoordinators() {
    note("coordinators move");
    coordinatorShift++;
  }

  /** Takes a line for every noteworthy event. */
  public void onNote(Consumer<String> listener) {
    notes = listener;
  }

  /** Kills all brokers. */
  public void close() {
    new ArrayList<>(brokers.values())
        .forEach(
            broker -> {
              if (broker.isAlive()) {
                broker.die();
                binding.down(broker);
              }
            });
    groups.close();
    transactions.close();
  }

  void bind(BrokerBinding newBinding) {
    binding = newBinding;
  }

  Handlers handlers() {
    return handlers;
  }

  Intercepts intercepts() {
    return intercepts;
  }

  ApiVersionTable versions() {
    return versions;
  }

  Map<String, String> users() {
    return users;
  }

  ProducerIds producerIds() {
    return producerIds;
  }

  ScriptedTopic topic(UUID id) {
    return topics.values().stream().filter(topic -> topic.id().equals(id)).findFirst().orElse(null);
  }

  /** By id where the version has ids, else by name. */
  ScriptedTopic topic(String name, UUID id) {
    return Uuids.ZERO.equals(id) ? topics.get(name) : topic(id);
  }

  boolean isAlive(int id) {
    ScriptedBroker broker = brokers.get(id);
    return broker != null && broker.isAlive();
  }

  /** The broker that coordinates a group or a transactional id; null when none lives. */
  ScriptedBroker coordinator(String key) {
    List<ScriptedBroker> alive = aliveBrokers();
    return alive.isEmpty()
        ? null
        : alive.get(Math.floorMod(key.hashCode() + coordinatorShift, alive.size()));
  }

  void note(String note) {
    notes.accept(note);
  }

  void count(RequestContext request) {
    requests.merge(request.apiKey(), 1, Integer::sum);
  }

  /** Something was appended, truncated or moved: long polls look again. */
  void logChanged() {
    new ArrayList<>(logWatchers).forEach(Runnable::run);
  }

  void watchLogs(Runnable watcher) {
    logWatchers.add(watcher);
  }

  void unwatchLogs(Runnable watcher) {
    logWatchers.remove(watcher);
  }

  /** How long ago a broker's view of leaders is. */
  long metadataLagNanos() {
    Duration lag = settings.metadataLag();
    return lag.isZero() ? 0 : loop.random().nextLong(lag.toNanos());
  }

  private List<ScriptedPartition> partitions() {
    return topics.values().stream().flatMap(topic -> topic.partitions().stream()).toList();
  }

  private int livingReplica(ScriptedPartition partition) {
    return partition.replicas().stream().filter(this::isAlive).findFirst().orElse(-1);
  }
}

package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The {@link Cluster} of a client: {@link MetadataKeeper}, {@link Coordinators} and {@link
 * Dispatcher} over its connections.
 */
final class KafkaCluster implements Cluster {
  private final EventLoop loop;
  private final Timers timers;
  private final Connections connections;
  private final MetadataKeeper keeper;
  private final Coordinators coordinators;
  private final Dispatcher dispatcher;

  /** Brokers that an answer has named before metadata knows them. */
  private final Map<Integer, Node> named = new HashMap<>();

  private final Meters meters;
  private final long sampleInterval;
  private EventLoop.Timer sampling;
  private boolean closed;

  KafkaCluster(EventLoop loop, Connections connections, ClusterConfig config, Meters meters) {
    this.loop = loop;
    this.meters = meters;
    this.sampleInterval = config.sampleInterval();
    this.timers = new Timers(loop);
    this.connections = connections;
    this.keeper = new MetadataKeeper(loop, connections, config);
    this.dispatcher =
        new Dispatcher(
            loop,
            timers,
            connections,
            config,
            keeper,
            new Dispatcher.NodeSender() {
              @Override
              public <R extends ApiResponse> Future<R> send(
                  Node node, ApiRequest<R> request, SendOptions options) {
                return sendTo(node, request, options);
              }
            });
    this.coordinators = new Coordinators(loop, config, this::sendAny, this::remember);
    connections.onEvents(new Losses());
    if (meters.isReported()) {
      // Not at once: whoever makes the client on another thread has not finished.
      loop.execute(this::sampleLater);
    }
  }

  private void sample() {
    if (!closed) {
      meters.sample();
      sampleLater();
    }
  }

  private void sampleLater() {
    if (!closed) {
      sampling = loop.schedule(sampleInterval, this::sample);
    }
  }

  /** A broker that is lost is a sign that leaders have moved. */
  private final class Losses implements BrokerPool.Listener {
    @Override
    public void closed(int nodeId, int lane, Throwable cause) {
      if (cause != null && lane != Connections.METADATA_LANE && nodeId >= 0 && !closed) {
        keeper.want();
      }
    }
  }

  private void remember(Node node) {
    if (keeper.view().node(node.id()) == null) {
      named.put(node.id(), node);
      keeper.want();
    }
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public Meters meters() {
    return meters;
  }

  @Override
  public ClusterMetadata metadata() {
    return keeper.view();
  }

  @Override
  public void retainTopics(Collection<String> topics) {
    keeper.retain(topics);
  }

  @Override
  public void releaseTopics(Collection<String> topics) {
    keeper.release(topics);
  }

  @Override
  public void retainAllTopics(boolean on) {
    keeper.retainAll(on);
  }

  @Override
  public void autoCreateTopics(boolean on) {
    keeper.autoCreate(on);
  }

  @Override
  public void requestUpdate() {
    keeper.want();
  }

  @Override
  public void rebootstrap(String why) {
    keeper.rebootstrap(why);
  }

  @Override
  public Future<ClusterMetadata> refresh(long deadlineNanos) {
    return keeper.refresh(deadlineNanos);
  }

  @Override
  public Future<ClusterMetadata> topicReady(String topic, long deadlineNanos) {
    return keeper.topicReady(topic, deadlineNanos);
  }

  @Override
  public Runnable onUpdate(Consumer<ClusterMetadata> listener) {
    return keeper.onUpdate(listener);
  }

  @Override
  public boolean leaderHint(
      String topic,
      int partition,
      int leaderId,
      int leaderEpoch,
      String host,
      int port,
      String rack) {
    return keeper.leaderHint(
        new LeaderHint(topic, partition, leaderId, leaderEpoch, host, port, rack));
  }

  @Override
  public <R extends ApiResponse> Future<R> send(
      int nodeId, ApiRequest<R> request, SendOptions options) {
    Node node = node(nodeId);
    return node == null
        ? Future.failedFuture(unknownBroker(nodeId))
        : sendTo(node, request, options);
  }

  @Override
  public <R extends ApiResponse> Future<R> sendAny(ApiRequest<R> request, SendOptions options) {
    return dispatcher.sendAny(request, options);
  }

  @Override
  public Future<Node> controller(long deadlineNanos) {
    return dispatcher.controller(deadlineNanos);
  }

  @Override
  public <R extends ApiResponse> Future<R> sendController(
      ApiRequest<R> request, SendOptions options) {
    return dispatcher
        .controller(options.deadlineNanos())
        .compose(node -> sendTo(node, request, options));
  }

  private <R extends ApiResponse> Future<R> sendTo(
      Node node, ApiRequest<R> request, SendOptions options) {
    if (closed) {
      return Future.failedFuture(new ClientClosedException("The client has been closed"));
    }
    if (options.lane() == SendOptions.Lane.FETCH) {
      // What was asked to get here is answered, and seldom asked again: one connection will do.
      connections.takeOver(
          node, SendOptions.Lane.GENERAL.ordinal(), SendOptions.Lane.FETCH.ordinal());
    }
    BrokerVersions versions = connections.versions(node.id());
    short max =
        versions == null
            ? options.maxVersion()
            : JointVersions.cap(versions, request.apiKey(), options.maxVersion());
    return connections.send(
        node,
        options.lane().ordinal(),
        request,
        options.minVersion(),
        max,
        options.deadlineNanos());
  }

  @Override
  public Node node(int nodeId) {
    Node node = keeper.view().node(nodeId);
    return node == null ? named.get(nodeId) : node;
  }

  private ConnectionException unknownBroker(int nodeId) {
    keeper.want();
    return new ConnectionException(
        Reason.CONNECT,
        Written.NOTHING,
        "Broker " + nodeId + " is not among the known ones: " + keeper.view().nodes(),
        null);
  }

  @Override
  public Future<Integer> coordinator(CoordinatorType type, String key, long deadlineNanos) {
    return coordinators.find(type, key, deadlineNanos);
  }

  @Override
  public void forgetCoordinator(CoordinatorType type, String key) {
    coordinators.forget(type, key);
  }

  @Override
  public int inFlight(int nodeId) {
    return connections.inFlight(nodeId);
  }

  @Override
  public boolean isReady(int nodeId, SendOptions.Lane lane) {
    return connections.isReady(nodeId, lane.ordinal());
  }

  @Override
  public void connect(int nodeId) {
    Node node = node(nodeId);
    if (node != null && !closed) {
      connections.connect(node, SendOptions.Lane.GENERAL.ordinal());
    }
  }

  @Override
  public Future<Void> whenReady(int nodeId, long deadlineNanos) {
    Node node = node(nodeId);
    if (node == null) {
      return Future.failedFuture(unknownBroker(nodeId));
    }
    return connections.whenReady(node, SendOptions.Lane.GENERAL.ordinal(), deadlineNanos);
  }

  @Override
  public Node leastLoaded() {
    return dispatcher.leastLoaded(Set.of());
  }

  @Override
  public BrokerVersions versions(int nodeId) {
    return connections.versions(nodeId);
  }

  @Override
  public ConnectionStatus status(int nodeId) {
    return connections.status(nodeId);
  }

  @Override
  public Throwable lastError(int nodeId) {
    return connections.lastError(nodeId);
  }

  @Override
  public long delayNanos(int nodeId) {
    return connections.delayNanos(nodeId, SendOptions.Lane.GENERAL.ordinal());
  }

  @Override
  public void disconnect(int nodeId) {
    connections.disconnect(nodeId);
  }

  @Override
  public long metadataFreshNanos() {
    return keeper.freshNanos();
  }

  @Override
  public boolean isGuess(int nodeId) {
    return connections.isGuess(nodeId);
  }

  @Override
  public short version(int nodeId, ApiKey api) {
    BrokerVersions versions = connections.versions(nodeId);
    return versions == null
        ? -1
        : versions.latest(api, (short) 0, JointVersions.cap(versions, api, Short.MAX_VALUE));
  }

  @Override
  public short finalizedFeature(String name) {
    BrokerVersions newest = null;
    for (Node node : keeper.view().nodes()) {
      BrokerVersions versions = connections.versions(node.id());
      // Levels go down too; of brokers that differ, the one that has heard last knows.
      if (versions != null
          && (newest == null || versions.featuresEpoch() > newest.featuresEpoch())) {
        newest = versions;
      }
    }
    return newest == null ? 0 : newest.finalizedFeature(name);
  }

  @Override
  public Future<Void> close() {
    closed = true;
    if (sampling != null) {
      sampling.cancel();
    }
    keeper.close();
    coordinators.close();
    timers.close();
    return connections.close();
  }
}

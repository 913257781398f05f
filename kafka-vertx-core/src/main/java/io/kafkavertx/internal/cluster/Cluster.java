package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.ConnectionConfig;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * What producer, consumer, group and low-level client share: metadata kept fresh, requests sent to
 * the right broker. One per client, on its event loop only.
 */
public interface Cluster {
  /**
   * Makes the cluster of a client. Nothing is connected before something is asked for.
   *
   * @throws io.kafkavertx.ConfigException when the options name a SASL mechanism that is not there,
   *     or that refuses its configuration
   */
  static Cluster open(EventLoop loop, Transport transport, ClientOptions<?> options) {
    return open(loop, transport, options, Meters.unreported(options.getClientId()));
  }

  /**
   * Makes the cluster of a client that is measured; see {@link #open(EventLoop, Transport,
   * ClientOptions)}.
   *
   * @param meters stay the caller's to close, after the cluster
   */
  static Cluster open(
      EventLoop loop, Transport transport, ClientOptions<?> options, Meters meters) {
    SaslMechanism mechanism = Plugins.sasl(options);
    BrokerPool pool =
        new BrokerPool(loop, transport, ConnectionConfig.of(options, mechanism), meters);
    return new KafkaCluster(loop, Connections.of(pool), ClusterConfig.of(options), meters);
  }

  EventLoop loop();

  /** For whoever waits on behalf of this client. */
  Timers timers();

  /** What the client measures. */
  Meters meters();

  /** The newest snapshot; empty, never null, before the first answer. */
  ClusterMetadata metadata();

  /** Topics to keep metadata of, counted: as many releases as retains. */
  void retainTopics(Collection<String> topics);

  void releaseTopics(Collection<String> topics);

  /** While on, metadata of every topic is kept (pattern subscriptions). */
  void retainAllTopics(boolean on);

  /**
   * Whether a topic that does not exist may be created by asking for it ({@code
   * allow.auto.create.topics}).
   */
  void autoCreateTopics(boolean on);

  /** Asks for new metadata soon: coalesced, with backoff between attempts. */
  void requestUpdate();

  /**
   * Asks the bootstrap addresses next, because a broker said so (REBOOTSTRAP_REQUIRED) or the known
   * ones are of no use.
   *
   * @param why for the log
   */
  void rebootstrap(String why);

  /**
   * Completes with the first snapshot that was asked for after this call. Fails at the deadline,
   * naming the last error.
   */
  Future<ClusterMetadata> refresh(long deadlineNanos);

  /**
   * Completes when the topic has at least one partition with metadata; fails at the deadline with
   * the topic's last error.
   */
  Future<ClusterMetadata> topicReady(String topic, long deadlineNanos);

  /** Called on the loop after each new snapshot, until the returned handle is run. */
  Runnable onUpdate(Consumer<ClusterMetadata> listener);

  /**
   * Tells of a newer leader than the metadata knows, out of a produce or fetch response (KIP-951).
   *
   * @return true when it was news: the epoch is newer than what is known
   */
  boolean leaderHint(
      String topic,
      int partition,
      int leaderId,
      int leaderEpoch,
      String host,
      int port,
      String rack);

  /**
   * Sends a request to a broker by id, once: no retry. A Produce request with {@code acks=0} has no
   * answer: its future completes with an empty response once the request has been written.
   */
  <R extends ApiResponse> Future<R> send(int nodeId, ApiRequest<R> request, SendOptions options);

  /**
   * Sends as {@link #send} does, for somebody who waits no longer than until {@code untilNanos}:
   * the request keeps the time that {@code options} give it, so that impatience does not cost the
   * connection.
   */
  default <R extends ApiResponse> Future<R> sendUntil(
      long untilNanos, int nodeId, ApiRequest<R> request, SendOptions options) {
    Future<R> answer = send(nodeId, request, options);
    return options.deadlineNanos() <= untilNanos
        ? answer
        : timers()
            .within(
                untilNanos - loop().nanoTime(),
                answer,
                () ->
                    Future.failedFuture(
                        new KafkaTimeoutException(
                            "broker "
                                + nodeId
                                + " has not answered "
                                + request.apiKey()
                                + " yet"
                                + (lastError(nodeId) == null
                                    ? ""
                                    : ": " + lastError(nodeId).getMessage()))));
  }

  /** Why a broker could not be reached last; null when it could, or was never tried. */
  default Throwable lastError(int nodeId) {
    return null;
  }

  /** Sends a request to any broker; tries others while the request was surely not processed. */
  <R extends ApiResponse> Future<R> sendAny(ApiRequest<R> request, SendOptions options);

  /**
   * The broker that takes requests for the controller, looked up when need be; fails at the
   * deadline.
   */
  Future<Node> controller(long deadlineNanos);

  /**
   * Sends a request to the controller. The caller reads the error codes and asks for an update on
   * NOT_CONTROLLER.
   */
  <R extends ApiResponse> Future<R> sendController(ApiRequest<R> request, SendOptions options);

  /** Finds a coordinator (cached), retrying until the deadline. */
  Future<Integer> coordinator(CoordinatorType type, String key, long deadlineNanos);

  /** Forgets a coordinator that said it is not, or that cannot be reached. */
  void forgetCoordinator(CoordinatorType type, String key);

  /** How many requests wait for an answer of that broker. */
  int inFlight(int nodeId);

  /**
   * True when a request may be sent to the broker at once: connected, not throttled, fewer than the
   * maximum in flight.
   */
  default boolean isReady(int nodeId) {
    return isReady(nodeId, SendOptions.Lane.GENERAL);
  }

  /** The same for one of the connections to the broker. */
  boolean isReady(int nodeId, SendOptions.Lane lane);

  /**
   * The broker to prefer for a request that any can answer: connected, with the fewest requests in
   * flight. Null when none is known.
   */
  Node leastLoaded();

  /** What a broker said that it can do; null before it was asked. */
  BrokerVersions versions(int nodeId);

  /**
   * Whether a broker is only taken for one that is too old to tell its versions: it may be a newer
   * one that was busy. A request that needs a newer version makes sure.
   */
  default boolean isGuess(int nodeId) {
    return false;
  }

  /** How things stand with a broker. */
  default ConnectionStatus status(int nodeId) {
    return isReady(nodeId) ? ConnectionStatus.CONNECTED : ConnectionStatus.DISCONNECTED;
  }

  /** How long a broker is left alone for, by the backoff or because it asked for that; 0 if not. */
  default long delayNanos(int nodeId) {
    return 0;
  }

  /** Closes the connections to a broker; the next request connects again. */
  default void disconnect(int nodeId) {}

  /** A broker by id, also one that an answer has named before metadata does; null when unknown. */
  default Node node(int nodeId) {
    return metadata().node(nodeId);
  }

  /** How long until metadata is asked for without anybody's wish; 0 when it is due. */
  default long metadataFreshNanos() {
    return 0;
  }

  /** Starts connecting when not connected; does nothing otherwise. */
  void connect(int nodeId);

  /**
   * Connects when need be, waits while the broker is throttled or has the maximum in flight, and
   * completes as soon as {@link #isReady} holds. Fails with the reason when an attempt to connect
   * fails (which is then subject to the connection's backoff), and at the deadline.
   */
  Future<Void> whenReady(int nodeId, long deadlineNanos);

  /**
   * The highest version of an API that both sides know; -1 when the broker is not connected or
   * lacks the API.
   */
  short version(int nodeId, ApiKey api);

  /**
   * Feature levels that the cluster has finalised (KIP-584), as the connected broker with the
   * newest ones told when it was connected to, 0 when unknown; for example {@code
   * transaction.version}.
   */
  short finalizedFeature(String name);

  /** Closes connections and timers; pending requests and waits fail. */
  Future<Void> close();

  enum CoordinatorType {
    GROUP((byte) 0),
    TRANSACTION((byte) 1),
    SHARE((byte) 2);

    private final byte id;

    CoordinatorType(byte id) {
      this.id = id;
    }

    public byte id() {
      return id;
    }
  }
}

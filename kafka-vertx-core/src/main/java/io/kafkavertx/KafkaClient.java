package io.kafkavertx;

import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.Node;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The protocol, without producer or consumer in between: sends any request to the broker that is
 * responsible for it, and gives the typed response. For tools and tests, and for those who want to
 * see what a broker says.
 *
 * <pre>{@code
 * KafkaClient client = KafkaClient.create(vertx, new KafkaClientOptions().setBootstrapServers("localhost:9092"));
 * client.checkVersion().onSuccess(release -> System.out.println("This is Kafka " + release));
 * client.send(Target.groupCoordinator("billing"), new DescribeGroupsRequest().setGroups(List.of("billing")))
 *     .onSuccess(response -> System.out.println(response.groups()));
 * }</pre>
 *
 * <p>Any thread may call any method; nothing blocks. Futures complete on the caller's context. Each
 * call ends within its timeout. While brokers cannot be reached they are tried again in the
 * background, and the error of a call that ran out of time says what was wrong.
 */
@VertxGen
public interface KafkaClient {
  /**
   * Creates a client. Nothing is connected before something is asked for. It belongs to the event
   * loop of the context that created it, and closes with the verticle that created it.
   *
   * @throws ConfigException when options are wrong or do not go together, or name a plug-in that is
   *     not there
   */
  static KafkaClient create(Vertx vertx, KafkaClientOptions options) {
    return KafkaClientImpl.create(vertx, options);
  }

  /**
   * Sends a request in the highest version that both sides know; see {@link #send(Target,
   * ApiRequest, RequestOptions)}.
   */
  @GenIgnore
  <R extends ApiResponse> Future<R> send(Target target, ApiRequest<R> request);

  /**
   * Sends a request. Who is responsible is looked up when need be. It is sent again, until the
   * timeout, while it was surely not processed: the connection failed before all of it had left, or
   * the broker refused all of it as not its own; a request that only reads is sent again after any
   * loss of the connection. Other error codes are in the response, for the caller to read.
   *
   * @return the response; fails with {@link ConnectionException} (which says how much had left),
   *     {@link AuthenticationException}, {@link UnsupportedVersionException} when there is no
   *     version that the broker, this build and {@code options} agree on, {@link
   *     BrokerErrorException} when a coordinator or a topic is refused, {@link
   *     KafkaTimeoutException}, {@link ClientClosedException}
   */
  @GenIgnore
  <R extends ApiResponse> Future<R> send(
      Target target, ApiRequest<R> request, RequestOptions options);

  /** What is known of the cluster now, without asking anybody; empty before the first answer. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  ClusterMetadata metadata();

  /**
   * Asks a broker for the cluster's nodes and for the topics that are kept, and gives what is known
   * then.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ClusterMetadata> refreshMetadata();

  /**
   * Keeps metadata of these topics from now on, asks a broker for them, and gives what is known
   * then. Topics that do not exist are in {@link ClusterMetadata#topicErrors()}.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ClusterMetadata> refreshMetadata(Collection<String> topics);

  /**
   * Asks a broker for all topics, once; those that are not kept are forgotten with the next answer.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ClusterMetadata> refreshAllMetadata();

  /** {@link #refreshMetadata(Collection)} of one topic. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<ClusterMetadata> addTopic(String topic) {
    return refreshMetadata(Set.of(topic));
  }

  /** Keeps metadata of exactly these topics from now on, and gives what is known then. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ClusterMetadata> setTopics(Collection<String> topics);

  /**
   * Calls {@code listener} with each new snapshot that differs from the one before, on the context
   * of the caller.
   *
   * @return ends that
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Runnable onMetadata(Handler<ClusterMetadata> listener);

  /**
   * How long until metadata is asked for again without anybody's asking; zero when that is due or
   * under way.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Duration> metadataTimeToLive();

  /** The broker that coordinates a group of any kind; looked up when need be, and remembered. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Node> groupCoordinator(String groupId);

  /** Stops keeping metadata of these topics; of those among them that are kept. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  void forgetTopics(Collection<String> topics);

  /**
   * Asks a broker what it supports. Brokers before 0.10 cannot tell: the table of their release is
   * given.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ApiVersions> apiVersions(int nodeId);

  /** Finds out which release the least loaded broker is, and what it supports. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<BrokerRelease> checkVersion();

  /** Finds out which release a broker is, and what it supports. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<BrokerRelease> checkVersion(int nodeId);

  /** Connects to a broker when need be, and completes when a request can be sent to it at once. */
  Future<Void> ready(int nodeId);

  /**
   * Whether a request may be sent to the broker at once: connected, not throttled, fewer than the
   * maximum in flight.
   */
  Future<Boolean> isReady(int nodeId);

  /** How things stand with a broker; {@link ConnectionStatus#DISCONNECTED} for an unknown one. */
  Future<ConnectionStatus> connectionStatus(int nodeId);

  /** Whether requests can be sent to the broker: {@link ConnectionStatus#CONNECTED}. */
  Future<Boolean> connected(int nodeId);

  /**
   * Whether nothing is connected or being connected to the broker: {@link
   * ConnectionStatus#DISCONNECTED} or {@link ConnectionStatus#BACKING_OFF}.
   */
  Future<Boolean> isDisconnected(int nodeId);

  /**
   * How long a request to the broker would wait at least: the rest of the backoff, or of the quiet
   * that it has asked for; zero when neither is the case.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Duration> connectionDelay(int nodeId);

  /**
   * Closes the connections to one broker; the next request to it connects again. Requests that the
   * broker may have seen fail with {@link ConnectionException}, unless they may be sent again.
   */
  Future<Void> disconnect(int nodeId);

  /** How many requests wait to be sent to the broker or to be answered by it. */
  Future<Integer> inFlightRequestCount(int nodeId);

  /** How many requests wait, at all brokers together. */
  Future<Integer> inFlightRequestCount();

  /**
   * Everything that is measured, as it is now; {@code docs/metrics.md} lists it. A distribution is
   * there as its {@code .count}, {@code .sum} and {@code .max}; durations are in nanoseconds.
   * Without a metrics reporter topics and partitions are not told apart.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<MetricName, Double>> metrics();

  /** The broker that {@link Target#anyNode()} would take now. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Node> leastLoadedNode();

  /**
   * Reads the files with keys and certificates again, those of {@link ClientOptions#getTls()} and
   * of its net client options. Connections that are open go on; those that are made from then on
   * use what was read. When something cannot be used, all stays as it was.
   *
   * @return fails with {@link ConfigException}, which names the option and the file
   */
  Future<Void> reloadTls();

  /**
   * Uses other keys and certificates for the connections that are made from now on, as {@link
   * #reloadTls()} does. The engine and whether there is TLS at all stay as they are.
   */
  Future<Void> reloadTls(TlsOptions tls);

  /**
   * Closes all connections; calls under way fail with {@link ClientClosedException}. Calling it
   * again is harmless.
   */
  Future<Void> close();
}

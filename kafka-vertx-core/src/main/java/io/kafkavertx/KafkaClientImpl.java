package io.kafkavertx;

import io.kafkavertx.internal.cluster.BrokerProbe;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Router;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.plugin.Reporters;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.Published;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The outer side of {@link KafkaClient}: takes every call to the event loop. */
final class KafkaClientImpl implements KafkaClient {
  private final ClientShell shell;
  private final Cluster cluster;
  private final Meters meters;
  private final Router router;
  private final BrokerProbe probe;
  private final Duration defaultTimeout;
  private final Published<ClusterMetadata> metadata = new Published<>(ClusterMetadata.empty());

  /** The topics that metadata is kept of; on the loop only. */
  private final Set<String> topics = new HashSet<>();

  private KafkaClientImpl(ClientShell shell, Cluster cluster, KafkaClientOptions options) {
    this.shell = shell;
    this.meters = cluster.meters();
    this.cluster = cluster;
    this.router = new Router(cluster);
    this.probe = new BrokerProbe(cluster, router);
    this.defaultTimeout = options.getDefaultApiTimeout();
    cluster.autoCreateTopics(options.isAllowAutoCreateTopics());
    cluster.onUpdate(metadata::set);
  }

  static KafkaClient create(Vertx vertx, KafkaClientOptions options) {
    KafkaClientOptions own = options.copy();
    Meters meters = Reporters.open(vertx, own);
    ClientShell shell = ClientShell.open(vertx, own);
    try {
      Cluster cluster = Cluster.open(shell.loop(), shell.transport(), own, meters);
      shell.onClose(() -> cluster.close().onComplete(closed -> meters.close()));
      return new KafkaClientImpl(shell, cluster, own);
    } catch (RuntimeException e) {
      meters.close();
      shell.close();
      throw e;
    }
  }

  @Override
  public <R extends ApiResponse> Future<R> send(Target target, ApiRequest<R> request) {
    return send(target, request, RequestOptions.defaults());
  }

  @Override
  public <R extends ApiResponse> Future<R> send(
      Target target, ApiRequest<R> request, RequestOptions options) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(request, "request");
    Duration timeout = options.timeout() == null ? defaultTimeout : options.timeout();
    return shell.call(
        () ->
            router.send(
                target,
                request,
                new SendOptions(
                    deadline(timeout),
                    options.minVersion(),
                    options.maxVersion(),
                    lane(request.apiKey()))));
  }

  /** Requests that wait at the broker must not hold up others. */
  private static SendOptions.Lane lane(ApiKey api) {
    return switch (api) {
      case FETCH, SHARE_FETCH -> SendOptions.Lane.FETCH;
      case JOIN_GROUP, SYNC_GROUP, HEARTBEAT, CONSUMER_GROUP_HEARTBEAT ->
          SendOptions.Lane.COORDINATOR;
      default -> SendOptions.Lane.GENERAL;
    };
  }

  private long deadline(Duration timeout) {
    return shell.loop().nanoTime() + timeout.toNanos();
  }

  private long deadline() {
    return deadline(defaultTimeout);
  }

  @Override
  public ClusterMetadata metadata() {
    return metadata.get();
  }

  @Override
  public Future<ClusterMetadata> refreshMetadata() {
    return shell.call(() -> cluster.refresh(deadline()));
  }

  @Override
  public Future<ClusterMetadata> refreshMetadata(Collection<String> names) {
    List<String> wanted = List.copyOf(names);
    return shell.call(
        () -> {
          keep(wanted);
          return cluster.refresh(deadline());
        });
  }

  @Override
  public Future<ClusterMetadata> refreshAllMetadata() {
    return shell.call(
        () -> {
          cluster.retainAllTopics(true);
          return cluster.refresh(deadline()).onComplete(ended -> cluster.retainAllTopics(false));
        });
  }

  @Override
  public Future<ClusterMetadata> setTopics(Collection<String> names) {
    Set<String> wanted = OrderedCopy.of(new LinkedHashSet<>(names));
    return shell.call(
        () -> {
          forget(topics.stream().filter(name -> !wanted.contains(name)).toList());
          keep(wanted);
          return cluster.refresh(deadline());
        });
  }

  @Override
  public Runnable onMetadata(Handler<ClusterMetadata> listener) {
    CallerContext caller = CallerContext.current();
    Listening listening = new Listening();
    shell.run(
        () -> {
          if (!listening.ended) {
            listening.end = cluster.onUpdate(view -> caller.emit(view, listener));
          }
        });
    return () ->
        shell.run(
            () -> {
              listening.ended = true;
              if (listening.end != null) {
                listening.end.run();
              }
            });
  }

  /** A listener of metadata; on the loop only. */
  private static final class Listening {
    private Runnable end;
    private boolean ended;
  }

  @Override
  public Future<Duration> metadataTimeToLive() {
    return shell.call(() -> Future.succeededFuture(Duration.ofNanos(cluster.metadataFreshNanos())));
  }

  @Override
  public Future<Node> groupCoordinator(String groupId) {
    Objects.requireNonNull(groupId, "groupId");
    return shell.call(
        () ->
            cluster
                .coordinator(Cluster.CoordinatorType.GROUP, groupId, deadline())
                .map(cluster::node));
  }

  private void keep(Collection<String> names) {
    for (String name : names) {
      if (topics.add(name)) {
        cluster.retainTopics(List.of(name));
      }
    }
  }

  private void forget(Collection<String> names) {
    for (String name : names) {
      if (topics.remove(name)) {
        cluster.releaseTopics(List.of(name));
      }
    }
  }

  @Override
  public void forgetTopics(Collection<String> names) {
    List<String> unwanted = List.copyOf(names);
    shell.run(() -> forget(unwanted));
  }

  @Override
  public Future<ApiVersions> apiVersions(int nodeId) {
    return shell.call(() -> probe.versions(nodeId, deadline()));
  }

  @Override
  public Future<BrokerRelease> checkVersion() {
    return shell.call(() -> probe.release(deadline()));
  }

  @Override
  public Future<BrokerRelease> checkVersion(int nodeId) {
    return shell.call(() -> probe.release(nodeId, deadline()));
  }

  @Override
  public Future<Map<MetricName, Double>> metrics() {
    return shell.call(() -> Future.succeededFuture(meters.values()));
  }

  @Override
  public Future<Void> ready(int nodeId) {
    return shell.call(() -> cluster.whenReady(nodeId, deadline()));
  }

  @Override
  public Future<Boolean> isReady(int nodeId) {
    return shell.call(() -> Future.succeededFuture(cluster.isReady(nodeId)));
  }

  @Override
  public Future<ConnectionStatus> connectionStatus(int nodeId) {
    return shell.call(() -> Future.succeededFuture(cluster.status(nodeId)));
  }

  @Override
  public Future<Boolean> connected(int nodeId) {
    return connectionStatus(nodeId).map(status -> status == ConnectionStatus.CONNECTED);
  }

  @Override
  public Future<Boolean> isDisconnected(int nodeId) {
    return connectionStatus(nodeId)
        .map(
            status ->
                status == ConnectionStatus.DISCONNECTED || status == ConnectionStatus.BACKING_OFF);
  }

  @Override
  public Future<Duration> connectionDelay(int nodeId) {
    return shell.call(() -> Future.succeededFuture(Duration.ofNanos(cluster.delayNanos(nodeId))));
  }

  @Override
  public Future<Void> disconnect(int nodeId) {
    return shell.call(
        () -> {
          cluster.disconnect(nodeId);
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<Integer> inFlightRequestCount(int nodeId) {
    return shell.call(() -> Future.succeededFuture(cluster.inFlight(nodeId)));
  }

  @Override
  public Future<Integer> inFlightRequestCount() {
    return shell.call(
        () ->
            Future.succeededFuture(
                cluster.metadata().nodes().stream()
                    .mapToInt(node -> cluster.inFlight(node.id()))
                    .sum()));
  }

  @Override
  public Future<Node> leastLoadedNode() {
    return shell.call(
        () -> {
          Node node = cluster.leastLoaded();
          return node != null
              ? Future.succeededFuture(node)
              : cluster.refresh(deadline()).map(view -> cluster.leastLoaded());
        });
  }

  @Override
  public Future<Void> reloadTls() {
    return shell.reloadTls(null);
  }

  @Override
  public Future<Void> reloadTls(TlsOptions tls) {
    return shell.reloadTls(Objects.requireNonNull(tls, "tls"));
  }

  @Override
  public Future<Void> close() {
    return shell.close();
  }
}

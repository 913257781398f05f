package io.kafkavertx.internal.cluster;

import io.kafkavertx.ApiVersions;
import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.ConnectionConfig;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;

/** One broker at an address, without a cluster around it. On the loop only. */
public final class SingleBroker {
  private static final int LANE = 0;

  private final BrokerPool pool;
  private final Node node;

  private SingleBroker(BrokerPool pool, Node node) {
    this.pool = pool;
    this.node = node;
  }

  /** Makes it; nothing is connected before something is asked for. */
  public static SingleBroker open(
      EventLoop loop,
      Transport transport,
      BootstrapAddress address,
      ClientOptions<?> options,
      Meters meters) {
    ConnectionConfig config = ConnectionConfig.of(options, Plugins.sasl(options));
    return new SingleBroker(
        new BrokerPool(loop, transport, config, meters),
        new Node(-1, address.host(), address.port(), null));
  }

  /** Connects when need be; see {@link BrokerPool#whenReady}. */
  public Future<Void> whenReady(long deadline) {
    return pool.whenReady(node, LANE, deadline);
  }

  public boolean isReady() {
    return pool.isReady(node.id(), LANE);
  }

  public ConnectionStatus status() {
    return pool.status(node.id());
  }

  /** How long the broker is left alone for, by the backoff or because it asked for that. */
  public long delayNanos() {
    return pool.delayNanos(node.id(), LANE);
  }

  public int inFlight() {
    return pool.inFlight(node.id());
  }

  /** Sends a request, once. */
  public <R extends ApiResponse> Future<R> send(ApiRequest<R> request, SendOptions options) {
    return pool.send(
        node, LANE, request, options.minVersion(), options.maxVersion(), options.deadlineNanos());
  }

  /** What the broker says that it supports, or the table of its release. */
  public Future<ApiVersions> apiVersions(long deadline) {
    return whenReady(deadline)
        .compose(
            ready -> {
              BrokerVersions known = pool.versions(node.id());
              return known != null && known.assumedRelease() != null
                  ? Future.succeededFuture(BrokerProbe.fromTable(known))
                  : send(BrokerProbe.question(), SendOptions.until(deadline))
                      .compose(answer -> BrokerProbe.read(node.toString(), answer));
            });
  }

  public Future<BrokerRelease> release(long deadline) {
    return apiVersions(deadline).map(BrokerReleases::tell);
  }

  /** Closes the connection; the next request makes another. */
  public void disconnect() {
    pool.disconnect(node.id());
  }

  public Future<Void> close() {
    return pool.close();
  }
}

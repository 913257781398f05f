package io.kafkavertx.internal.cluster;

import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.VersionsForTests;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Brokers that are functions from a request to a response, by {@code host:port}. */
final class FakeConnections implements Connections {
  /** A request that has been sent. */
  record Sent(Node node, int lane, ApiRequest<?> request, short maxVersion) {}

  final Map<String, Function<ApiRequest<?>, Future<? extends ApiResponse>>> brokers =
      new HashMap<>();
  final Map<Integer, Integer> inFlight = new HashMap<>();
  final Map<Integer, Throwable> errors = new HashMap<>();
  final Set<Integer> resting = new HashSet<>();
  final List<Sent> sent = new ArrayList<>();
  final Set<String> connected = new HashSet<>();
  Set<Integer> retained = Set.of();
  BrokerVersions versions = VersionsForTests.withMetadataUpTo(13);
  BrokerPool.Listener listener;
  boolean closed;

  private static String key(Node node) {
    return node.host() + ":" + node.port();
  }

  static ConnectionException refused(Node node) {
    return new ConnectionException(
        Reason.CONNECT, Written.NOTHING, "Connection refused: " + key(node), null);
  }

  @Override
  public boolean isReady(int nodeId, int lane) {
    return connected.contains(nodeId + "/" + lane);
  }

  @Override
  public boolean isBackingOff(int nodeId, int lane) {
    return resting.contains(nodeId);
  }

  @Override
  public void connect(Node node, int lane) {
    whenReady(node, lane, Long.MAX_VALUE);
  }

  @Override
  public Future<Void> whenReady(Node node, int lane, long deadlineNanos) {
    if (!brokers.containsKey(key(node))) {
      errors.put(node.id(), refused(node));
      return Future.failedFuture(refused(node));
    }
    connected.add(node.id() + "/" + lane);
    errors.remove(node.id());
    return Future.succeededFuture();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R extends ApiResponse> Future<R> send(
      Node node,
      int lane,
      ApiRequest<R> request,
      short minVersion,
      short maxVersion,
      long deadlineNanos) {
    sent.add(new Sent(node, lane, request, maxVersion));
    var broker = brokers.get(key(node));
    if (broker == null) {
      errors.put(node.id(), refused(node));
      return Future.failedFuture(refused(node));
    }
    return (Future<R>) broker.apply(request);
  }

  /** An answer that never comes. */
  static <R> Future<R> silence() {
    return Promise.<R>promise().future();
  }

  @Override
  public int inFlight(int nodeId) {
    return inFlight.getOrDefault(nodeId, 0);
  }

  @Override
  public BrokerVersions versions(int nodeId) {
    return versions;
  }

  @Override
  public Throwable lastError(int nodeId) {
    return errors.get(nodeId);
  }

  @Override
  public void retain(Set<Integer> nodeIds) {
    retained = nodeIds;
  }

  @Override
  public void onEvents(BrokerPool.Listener added) {
    listener = added;
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return Future.succeededFuture();
  }
}

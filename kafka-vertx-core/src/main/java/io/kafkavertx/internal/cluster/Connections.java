package io.kafkavertx.internal.cluster;

import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.Set;

/**
 * What the cluster needs of the connections to brokers: {@link BrokerPool}, or a fake of a few
 * lines in tests.
 */
interface Connections {
  /** The lane that metadata has for itself, so that it never queues behind anything. */
  int METADATA_LANE = SendOptions.Lane.values().length;

  boolean isReady(int nodeId, int lane);

  boolean isBackingOff(int nodeId, int lane);

  void connect(Node node, int lane);

  Future<Void> whenReady(Node node, int lane, long deadlineNanos);

  <R extends ApiResponse> Future<R> send(
      Node node,
      int lane,
      ApiRequest<R> request,
      short minVersion,
      short maxVersion,
      long deadlineNanos);

  /**
   * Before the first request in lane {@code to}: takes over the connection of lane {@code from}, if
   * nobody uses it now.
   */
  default void takeOver(Node node, int from, int to) {}

  int inFlight(int nodeId);

  /** What a broker can do; null before it was asked. */
  BrokerVersions versions(int nodeId);

  /** How things stand with a broker. */
  default ConnectionStatus status(int nodeId) {
    return ConnectionStatus.DISCONNECTED;
  }

  /** How long a broker is left alone for; 0 when it is not. */
  default long delayNanos(int nodeId, int lane) {
    return 0;
  }

  /** Closes the connections to a broker; the next request connects again. */
  default void disconnect(int nodeId) {}

  /** Whether a broker's versions are a guess that should be made sure of. */
  default boolean isGuess(int nodeId) {
    return false;
  }

  /** Why a broker could not be reached last; null when it could. */
  Throwable lastError(int nodeId);

  void retain(Set<Integer> nodeIds);

  void onEvents(BrokerPool.Listener listener);

  Future<Void> close();

  /** The real ones. */
  static Connections of(BrokerPool pool) {
    return new Pooled(pool);
  }

  /** A {@link BrokerPool} behind this interface. */
  record Pooled(BrokerPool pool) implements Connections {
    @Override
    public boolean isReady(int nodeId, int lane) {
      return pool.isReady(nodeId, lane);
    }

    @Override
    public boolean isBackingOff(int nodeId, int lane) {
      return pool.isBackingOff(nodeId, lane);
    }

    @Override
    public void connect(Node node, int lane) {
      pool.connect(node, lane);
    }

    @Override
    public Future<Void> whenReady(Node node, int lane, long deadlineNanos) {
      return pool.whenReady(node, lane, deadlineNanos);
    }

    @Override
    public <R extends ApiResponse> Future<R> send(
        Node node,
        int lane,
        ApiRequest<R> request,
        short minVersion,
        short maxVersion,
        long deadlineNanos) {
      return pool.send(node, lane, request, minVersion, maxVersion, deadlineNanos);
    }

    @Override
    public void takeOver(Node node, int from, int to) {
      pool.takeOver(node, from, to);
    }

    @Override
    public int inFlight(int nodeId) {
      return pool.inFlight(nodeId);
    }

    @Override
    public BrokerVersions versions(int nodeId) {
      return pool.versions(nodeId);
    }

    @Override
    public ConnectionStatus status(int nodeId) {
      return pool.status(nodeId);
    }

    @Override
    public long delayNanos(int nodeId, int lane) {
      return pool.delayNanos(nodeId, lane);
    }

    @Override
    public void disconnect(int nodeId) {
      pool.disconnect(nodeId);
    }

    @Override
    public boolean isGuess(int nodeId) {
      return pool.isGuess(nodeId);
    }

    @Override
    public Throwable lastError(int nodeId) {
      return pool.lastError(nodeId);
    }

    @Override
    public void retain(Set<Integer> nodeIds) {
      pool.retain(nodeIds);
    }

    @Override
    public void onEvents(BrokerPool.Listener listener) {
      pool.addListener(listener);
    }

    @Override
    public Future<Void> close() {
      return pool.close();
    }
  }
}

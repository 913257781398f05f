package io.kafkavertx.internal.net;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.Set;

/**
 * The connections of one client: for each broker one per lane, made when first needed. On the loop
 * only.
 *
 * <p>A lane is a number that tells apart connections to the same broker, so that a request which
 * waits at the broker does not hold up others.
 */
public final class BrokerPool {
  /** Told about connections; {@code lane} tells which of a broker's. */
  public interface Listener {
    /** A connection is ready for requests. */
    default void ready(int nodeId, int lane) {}

    /**
     * A connection that was ready has ended, or an attempt to make one has failed.
     *
     * @param cause why; null when it was idle or closed by us
     */
    default void closed(int nodeId, int lane, Throwable cause) {}
  }

  public BrokerPool(EventLoop loop, Transport transport, ConnectionConfig config) {
    throw new UnsupportedOperationException();
  }

  public void addListener(Listener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * True when a request may be sent at once: connected, not throttled, fewer than the maximum in
   * flight, nothing waiting.
   */
  public boolean isReady(int nodeId, int lane) {
    throw new UnsupportedOperationException();
  }

  /** Starts connecting unless connected, connecting or waiting to connect again. */
  public void connect(Node node, int lane) {
    throw new UnsupportedOperationException();
  }

  /**
   * Connects when need be, and completes as soon as {@link #isReady} holds. Fails with the reason
   * when an attempt to connect fails, and at the deadline.
   */
  public Future<Void> whenReady(Node node, int lane, long deadlineNanos) {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends a request, once: connects when need be, waits while the connection is throttled or has
   * the maximum in flight. The highest version that both sides know between the given ones is used.
   * Fails with {@link io.kafkavertx.ConnectionException} (which says how much had left), {@link
   * io.kafkavertx.AuthenticationException}, {@link io.kafkavertx.UnsupportedVersionException}. A
   * request that is not answered by the deadline takes its connection with it.
   */
  public <R extends ApiResponse> Future<R> send(
      Node node,
      int lane,
      ApiRequest<R> request,
      short minVersion,
      short maxVersion,
      long deadlineNanos) {
    throw new UnsupportedOperationException();
  }

  /** Requests that wait to be sent or to be answered, in all lanes of the broker. */
  public int inFlight(int nodeId) {
    throw new UnsupportedOperationException();
  }

  /** What the broker can do, as it said last; null before it was asked. Survives the connection. */
  public BrokerVersions versions(int nodeId) {
    throw new UnsupportedOperationException();
  }

  /**
   * The highest version of an API that both sides know; -1 when that is not known or there is none.
   */
  public short version(int nodeId, ApiKey api) {
    throw new UnsupportedOperationException();
  }

  /** True while no connection attempt may start because the last one failed a moment ago. */
  public boolean isBackingOff(int nodeId, int lane) {
    throw new UnsupportedOperationException();
  }

  /** Why the broker could not be reached last; null when it could, or was never tried. */
  public Throwable lastError(int nodeId) {
    throw new UnsupportedOperationException();
  }

  /** Forgets all brokers but these: their connections close as soon as nothing is in flight. */
  public void retain(Set<Integer> nodeIds) {
    throw new UnsupportedOperationException();
  }

  /** Closes every connection; what waits fails with {@link io.kafkavertx.ClientClosedException}. */
  public Future<Void> close() {
    throw new UnsupportedOperationException();
  }
}

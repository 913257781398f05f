package io.kafkavertx.internal.vertx;

import io.kafkavertx.protocol.ApiKey;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells Vert.x's own metrics of the requests to each broker, as Vert.x's other clients do: under
 * the type {@code kafka}, with the client's id for a namespace and the API's name for a URI.
 */
final class RequestCounts {
  private final VertxMetrics metrics;
  private final String clientId;
  private final Map<SocketAddress, ClientMetrics<Object, Object, Object>> brokers = new HashMap<>();

  private RequestCounts(VertxMetrics metrics, String clientId) {
    this.metrics = metrics;
    this.clientId = clientId;
  }

  /** Null when Vert.x measures nothing. */
  static RequestCounts of(VertxInternal vertx, String clientId) {
    VertxMetrics metrics = vertx.metrics();
    return metrics == null ? null : new RequestCounts(metrics, clientId);
  }

  /** The counts of one broker; null when there are none. */
  @SuppressWarnings("unchecked") // What it gives comes back to it.
  ClientMetrics<Object, Object, Object> of(SocketAddress broker) {
    return brokers.computeIfAbsent(
        broker,
        address ->
            (ClientMetrics<Object, Object, Object>)
                metrics.createClientMetrics(address, "kafka", clientId));
  }

  static String uri(ApiKey api) {
    return api.name();
  }

  void close() {
    brokers.values().forEach(ClientMetrics::close);
    brokers.clear();
  }
}

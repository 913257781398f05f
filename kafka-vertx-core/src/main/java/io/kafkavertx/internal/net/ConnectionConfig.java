package io.kafkavertx.internal.net;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.spi.SaslMechanism;

/**
 * What connections need to know; durations in nanoseconds.
 *
 * @param clientId the name that brokers know the client by
 * @param maxInFlight how many requests may wait for an answer on one connection
 * @param frameLimit the largest response to accept, once a connection is ready
 * @param setupTimeout how long one attempt to connect may take at first
 * @param setupTimeoutMax the longest that one attempt may take
 * @param reconnectBackoff the first wait before connecting again
 * @param reconnectBackoffMax the longest wait before connecting again
 * @param maxIdle how long a connection may be idle; 0 for ever
 * @param apiVersion the release to assume of brokers that cannot tell their versions; null asks
 *     them
 * @param mechanism authenticates connections; null for none
 */
public record ConnectionConfig(
    String clientId,
    int maxInFlight,
    int frameLimit,
    long setupTimeout,
    long setupTimeoutMax,
    long reconnectBackoff,
    long reconnectBackoffMax,
    long maxIdle,
    String apiVersion,
    SaslMechanism mechanism) {

  /** What {@code options} say. */
  public static ConnectionConfig of(ClientOptions<?> options, SaslMechanism mechanism) {
    return new ConnectionConfig(
        options.getClientId(),
        options.getMaxInFlightRequests(),
        options.getMaxFrameBytes(),
        options.getConnectionSetupTimeout().toNanos(),
        options.getConnectionSetupTimeoutMax().toNanos(),
        options.getReconnectBackoff().toNanos(),
        options.getReconnectBackoffMax().toNanos(),
        options.getConnectionsMaxIdle().toNanos(),
        options.getApiVersion(),
        mechanism);
  }
}

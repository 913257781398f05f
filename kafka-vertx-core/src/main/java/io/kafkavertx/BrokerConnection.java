package io.kafkavertx;

import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * One connection to one broker, by its address: no metadata, no look-ups, no repetitions. For tools
 * that want to know how a single broker behaves; everything else is better served by {@link
 * KafkaClient}.
 *
 * <pre>{@code
 * BrokerConnection broker =
 *     BrokerConnection.create(vertx, BootstrapAddress.parse("localhost:9092"), new KafkaClientOptions());
 * broker.checkVersion().onSuccess(release -> System.out.println("This is Kafka " + release));
 * }</pre>
 *
 * <p>It connects when something is asked for, agrees on versions and logs in; when it has lost the
 * connection the next request connects again, after the backoff. Any thread may call any method;
 * nothing blocks. Futures complete on the caller's context.
 */
@VertxGen
public interface BrokerConnection {
  /**
   * Creates it; nothing is connected yet. It closes with the verticle that created it.
   *
   * @param options the bootstrap addresses are not used
   * @throws ConfigException when options are wrong or do not go together
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  static BrokerConnection create(
      Vertx vertx, BootstrapAddress address, KafkaClientOptions options) {
    return BrokerConnectionImpl.create(vertx, address, options);
  }

  /** The broker's address. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  BootstrapAddress address();

  /**
   * Connects when need be, and completes when a request can be sent at once.
   *
   * @return fails with {@link ConnectionException} or {@link AuthenticationException} when the
   *     attempt fails
   */
  Future<Void> connect();

  /** How things stand now. */
  Future<ConnectionStatus> status();

  /** Whether requests can be sent: {@link ConnectionStatus#CONNECTED}. */
  Future<Boolean> connected();

  /** Whether it is being connected: {@link ConnectionStatus#CONNECTING}. */
  Future<Boolean> connecting();

  /**
   * Whether nothing is connected or being connected: {@link ConnectionStatus#DISCONNECTED} or
   * {@link ConnectionStatus#BACKING_OFF}.
   */
  Future<Boolean> disconnected();

  /** Whether the next attempt to connect waits its time: {@link ConnectionStatus#BACKING_OFF}. */
  Future<Boolean> blackedOut();

  /**
   * How long a request would wait at least: the rest of the backoff, or of the quiet that the
   * broker has asked for; zero when neither is the case.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Duration> connectionDelay();

  /**
   * Whether a request would be sent at once: connected, not throttled, fewer than the maximum in
   * flight.
   */
  Future<Boolean> canSendMore();

  /** How many requests wait to be sent or to be answered. */
  Future<Integer> inFlightRequestCount();

  /** Sends a request in the highest version that both sides know. */
  @GenIgnore
  <R extends ApiResponse> Future<R> send(ApiRequest<R> request);

  /**
   * Sends a request, once. When it is not answered within the timeout the connection is closed, for
   * answers come in order.
   *
   * @return the response, whatever error codes it has; fails with {@link ConnectionException}
   *     (which says how much had left), {@link AuthenticationException}, {@link
   *     UnsupportedVersionException}, {@link ClientClosedException}
   */
  @GenIgnore
  <R extends ApiResponse> Future<R> send(ApiRequest<R> request, RequestOptions options);

  /**
   * What the broker supports. Brokers before 0.10 cannot tell: the table of their release is given.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ApiVersions> apiVersions();

  /** Finds out which release the broker is. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<BrokerRelease> checkVersion();

  /**
   * Closes the connection, but not this: the next request connects again. What the broker may have
   * seen fails with {@link ConnectionException}, and so does what has waited for a connection.
   */
  Future<Void> disconnect();

  /**
   * Closes it for good; what waits fails with {@link ClientClosedException}. Calling it again is
   * harmless.
   */
  Future<Void> close();
}

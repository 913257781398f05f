package io.kafkavertx;

import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.cluster.SingleBroker;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.plugin.Reporters;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/** The outer side of {@link BrokerConnection}: takes every call to the event loop. */
final class BrokerConnectionImpl implements BrokerConnection {
  private final ClientShell shell;
  private final SingleBroker broker;
  private final BootstrapAddress address;
  private final Duration defaultTimeout;

  private BrokerConnectionImpl(
      ClientShell shell, SingleBroker broker, BootstrapAddress address, Duration defaultTimeout) {
    this.shell = shell;
    this.broker = broker;
    this.address = address;
    this.defaultTimeout = defaultTimeout;
  }

  static BrokerConnection create(
      Vertx vertx, BootstrapAddress address, KafkaClientOptions options) {
    Objects.requireNonNull(address, "address");
    KafkaClientOptions own = options.copy().setBootstrapServers(address.toString());
    Meters meters = Reporters.open(vertx, own);
    ClientShell shell = ClientShell.open(vertx, own);
    try {
      SingleBroker broker =
          SingleBroker.open(shell.loop(), shell.transport(), address, own, meters);
      shell.onClose(() -> broker.close().onComplete(closed -> meters.close()));
      return new BrokerConnectionImpl(shell, broker, address, own.getDefaultApiTimeout());
    } catch (RuntimeException e) {
      meters.close();
      shell.close();
      throw e;
    }
  }

  private long deadline(Duration timeout) {
    return shell.loop().nanoTime() + timeout.toNanos();
  }

  private <T> Future<T> now(Function<SingleBroker, T> question) {
    return shell.call(() -> Future.succeededFuture(question.apply(broker)));
  }

  @Override
  public BootstrapAddress address() {
    return address;
  }

  @Override
  public Future<Void> connect() {
    return shell.call(() -> broker.whenReady(deadline(defaultTimeout)));
  }

  @Override
  public Future<ConnectionStatus> status() {
    return now(SingleBroker::status);
  }

  @Override
  public Future<Boolean> connected() {
    return now(one -> one.status() == ConnectionStatus.CONNECTED);
  }

  @Override
  public Future<Boolean> connecting() {
    return now(one -> one.status() == ConnectionStatus.CONNECTING);
  }

  @Override
  public Future<Boolean> disconnected() {
    return now(
        one ->
            one.status() == ConnectionStatus.DISCONNECTED
                || one.status() == ConnectionStatus.BACKING_OFF);
  }

  @Override
  public Future<Boolean> blackedOut() {
    return now(one -> one.status() == ConnectionStatus.BACKING_OFF);
  }

  @Override
  public Future<Duration> connectionDelay() {
    return now(one -> Duration.ofNanos(one.delayNanos()));
  }

  @Override
  public Future<Boolean> canSendMore() {
    return now(SingleBroker::isReady);
  }

  @Override
  public Future<Integer> inFlightRequestCount() {
    return now(SingleBroker::inFlight);
  }

  @Override
  public <R extends ApiResponse> Future<R> send(ApiRequest<R> request) {
    return send(request, RequestOptions.defaults());
  }

  @Override
  public <R extends ApiResponse> Future<R> send(ApiRequest<R> request, RequestOptions options) {
    Objects.requireNonNull(request, "request");
    Duration timeout = options.timeout() == null ? defaultTimeout : options.timeout();
    return shell.call(
        () ->
            broker.send(
                request,
                new SendOptions(deadline(timeout), options.minVersion(), options.maxVersion())));
  }

  @Override
  public Future<ApiVersions> apiVersions() {
    return shell.call(() -> broker.apiVersions(deadline(defaultTimeout)));
  }

  @Override
  public Future<BrokerRelease> checkVersion() {
    return shell.call(() -> broker.release(deadline(defaultTimeout)));
  }

  @Override
  public Future<Void> disconnect() {
    return shell.call(
        () -> {
          broker.disconnect();
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<Void> close() {
    return shell.close();
  }
}

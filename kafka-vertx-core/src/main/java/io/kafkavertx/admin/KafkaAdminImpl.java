package io.kafkavertx.admin;

import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.internal.admin.AdminContext;
import io.kafkavertx.internal.admin.AdminQuery;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.plugin.Reporters;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.spi.MetricName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The outer side of {@link KafkaAdmin}: takes every call to the event loop. */
final class KafkaAdminImpl extends SecurityCalls implements KafkaAdmin {
  private final ClientShell shell;
  private final Meters meters;
  private final AdminContext context;
  private final Duration timeout;

  private KafkaAdminImpl(ClientShell shell, Meters meters, AdminContext context, Duration timeout) {
    this.shell = shell;
    this.meters = meters;
    this.context = context;
    this.timeout = timeout;
  }

  static KafkaAdmin create(Vertx vertx, KafkaAdminOptions options) {
    KafkaAdminOptions own = options.copy();
    Meters meters = Reporters.open(vertx, own);
    ClientShell shell = ClientShell.open(vertx, own);
    try {
      Cluster cluster = Cluster.open(shell.loop(), shell.transport(), own, meters);
      shell.onClose(() -> cluster.close().onComplete(closed -> meters.close()));
      return new KafkaAdminImpl(
          shell, meters, new AdminContext(cluster, own), own.getDefaultApiTimeout());
    } catch (RuntimeException e) {
      meters.close();
      shell.close();
      throw e;
    }
  }

  @Override
  <T> Future<T> run(AdminQuery<T> query) {
    return shell.call(() -> context.run(query, timeout.toNanos()));
  }

  @Override
  public KafkaAdmin withTimeout(Duration newTimeout) {
    if (newTimeout.isZero() || newTimeout.isNegative()) {
      throw new ConfigException("the timeout must be more than zero, but is " + newTimeout);
    }
    return new KafkaAdminImpl(shell, meters, context, newTimeout);
  }

  @Override
  public Future<Map<MetricName, Double>> metrics() {
    return shell.call(() -> Future.succeededFuture(meters.values()));
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

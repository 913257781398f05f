package io.kafkavertx.internal.admin;

import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.internal.cluster.BrokerProbe;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Router;
import io.vertx.core.Future;
import java.util.UUID;

/** What the calls of one admin client share. On its event loop only. */
public final class AdminContext {
  private final Cluster cluster;
  private final BrokerProbe probe;
  private final long requestTimeout;
  private final long retryBackoff;
  private final long retryBackoffMax;
  private final boolean controllers;
  private UUID clientInstanceId;

  public AdminContext(Cluster cluster, KafkaAdminOptions options) {
    this.cluster = cluster;
    this.probe = new BrokerProbe(cluster, new Router(cluster));
    this.requestTimeout = options.getRequestTimeout().toNanos();
    this.retryBackoff = options.getRetryBackoff().toNanos();
    this.retryBackoffMax = options.getRetryBackoffMax().toNanos();
    this.controllers = !options.getBootstrapControllers().isEmpty();
  }

  /** Runs an operation. */
  public <T> Future<T> run(AdminQuery<T> query, long timeoutNanos) {
    return query.run(new AdminCall(this, timeoutNanos));
  }

  Cluster cluster() {
    return cluster;
  }

  BrokerProbe probe() {
    return probe;
  }

  long requestTimeout() {
    return requestTimeout;
  }

  long retryBackoff() {
    return retryBackoff;
  }

  long retryBackoffMax() {
    return retryBackoffMax;
  }

  /** Whether the client talks to controllers, not to brokers. */
  boolean controllers() {
    return controllers;
  }

  /** What brokers call this client; null before they were asked. */
  UUID clientInstanceId() {
    return clientInstanceId;
  }

  void clientInstanceId(UUID told) {
    clientInstanceId = told;
  }
}

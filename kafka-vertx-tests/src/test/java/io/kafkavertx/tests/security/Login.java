package io.kafkavertx.tests.security;

import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Logs in to a broker, asks it one thing, and leaves. */
final class Login {
  private Login() {}

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
  }

  static KafkaClientOptions options(KafkaBroker broker, String listener, SecurityProtocol how) {
    return new KafkaClientOptions()
        .setBootstrapServers(broker.bootstrapServers(listener))
        .setSecurityProtocol(how);
  }

  static KafkaClientOptions trusting(KafkaClientOptions options, TestCertificates certificates) {
    options
        .getNetClientOptions()
        .setTrustOptions(
            new PemTrustOptions().addCertPath(certificates.certificatePem().toString()));
    return options;
  }

  /** Null when the login succeeds, else what it fails with, the client's own words first. */
  static Throwable failure(Vertx vertx, KafkaClientOptions options) throws Exception {
    return await(attempt(vertx, options, 60));
  }

  /** Gives null when the login succeeds in time, else what it fails with. */
  static Future<Throwable> attempt(Vertx vertx, KafkaClientOptions options, int seconds) {
    ClientShell shell = ClientShell.open(vertx, options);
    Cluster cluster = Cluster.open(shell.loop(), shell.transport(), options);
    shell.onClose(cluster::close);
    return shell
        .call(
            () ->
                cluster.sendAny(
                    new MetadataRequest().setTopics(List.of()),
                    SendOptions.until(shell.loop().nanoTime() + TimeUnit.SECONDS.toNanos(seconds))))
        .<Throwable>map(answer -> null)
        .recover(Future::succeededFuture)
        .eventually(shell::close);
  }
}

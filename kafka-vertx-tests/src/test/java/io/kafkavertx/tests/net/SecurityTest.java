package io.kafkavertx.tests.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** TLS and SASL/PLAIN against a real broker. */
@Tag("slow")
class SecurityTest {
  private static final String SECRET = "CANARY-5b1d";

  @TempDir static Path directory;
  private static TestCertificates certificates;
  private static KafkaBroker broker;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void start() {
    certificates = TestCertificates.selfSigned(directory);
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .listener(Listener.ssl("TLS", certificates))
                .listener(Listener.saslPlaintext("LOGIN").plainUser("alice", SECRET))
                .listener(Listener.saslSsl("SAFE", certificates).plainUser("alice", SECRET)));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
  }

  private static KafkaClientOptions options(String listener, SecurityProtocol protocol) {
    return new KafkaClientOptions()
        .setBootstrapServers(broker.bootstrapServers(listener))
        .setSecurityProtocol(protocol);
  }

  private static KafkaClientOptions trusting(KafkaClientOptions options) {
    options
        .getNetClientOptions()
        .setTrustOptions(
            new PemTrustOptions().addCertPath(certificates.certificatePem().toString()));
    return options;
  }

  private static KafkaClientOptions login(KafkaClientOptions options, String password) {
    return options
        .setSaslMechanism("PLAIN")
        .setSaslConfig(new JsonObject().put("username", "alice").put("password", password));
  }

  /** How many brokers a client with these options sees. */
  private int brokers(KafkaClientOptions options) throws Exception {
    return brokers(options, 60);
  }

  private int brokers(KafkaClientOptions options, int seconds) throws Exception {
    ClientShell shell = ClientShell.open(guard.vertx(), options);
    Cluster cluster = Cluster.open(shell.loop(), shell.transport(), options);
    shell.onClose(cluster::close);
    try {
      MetadataResponse answer =
          await(
              shell.call(
                  () ->
                      cluster.sendAny(
                          new MetadataRequest().setTopics(List.of()),
                          SendOptions.until(
                              shell.loop().nanoTime() + TimeUnit.SECONDS.toNanos(seconds)))));
      return answer.brokers().size();
    } finally {
      await(shell.close());
    }
  }

  private Throwable failure(KafkaClientOptions options) {
    return failure(options, 20);
  }

  private Throwable failure(KafkaClientOptions options, int seconds) {
    // A failure other than refused credentials is tried again until the deadline, and told then.
    Throwable failure = catchThrowable(() -> brokers(options, seconds));
    assertThat(failure).isNotNull();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain(SECRET);
    }
    return failure.getCause();
  }

  @Test
  void tlsWithATrustedCertificateWorks() throws Exception {
    assertThat(brokers(trusting(options("TLS", SecurityProtocol.SSL)))).isEqualTo(1);
  }

  @Test
  void anUntrustedCertificateIsATlsError() {
    Throwable failure = failure(options("TLS", SecurityProtocol.SSL));
    assertThat(failure)
        .hasMessageContaining("the TLS handshake failed")
        .hasMessageContaining("certification path");
  }

  @Test
  void plainTextAtATlsPortIsToldSo() {
    Throwable failure = failure(options("TLS", SecurityProtocol.PLAINTEXT), 6);
    assertThat(failure).hasMessageContaining("TLS");
  }

  @Test
  void theRightPasswordOpensTheDoor() throws Exception {
    assertThat(brokers(login(options("LOGIN", SecurityProtocol.SASL_PLAINTEXT), SECRET)))
        .isEqualTo(1);
    assertThat(brokers(login(trusting(options("SAFE", SecurityProtocol.SASL_SSL)), SECRET)))
        .isEqualTo(1);
  }

  @Test
  void aWrongPasswordIsAnAuthenticationErrorWithTheBrokersWords() {
    Throwable failure =
        failure(login(options("LOGIN", SecurityProtocol.SASL_PLAINTEXT), SECRET + "x"));
    assertThat(failure)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("Invalid username or password");
  }
}

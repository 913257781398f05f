package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.Target;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.protocol.message.HeartbeatRequest;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestAuthority;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.kafkavertx.tests.support.ChildProcess;
import io.kafkavertx.tests.support.GuardedVertx;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates that change while clients run, and TLS with nothing but the library. */
@Tag("slow")
class TlsReloadTest {
  private static final RequestOptions SOON =
      RequestOptions.defaults().timeout(Duration.ofSeconds(10));

  @TempDir static Path directory;
  private static TestAuthority authority;
  private static TestAuthority stranger;
  private static TestCertificates alice;
  private static TestCertificates strange;
  private static KafkaBroker broker;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void start() {
    authority = TestAuthority.create(directory, "ca");
    stranger = TestAuthority.create(directory, "stranger");
    alice = authority.certificate("alice").sign();
    strange = stranger.certificate("strange").sign();
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .listener(
                    Listener.ssl("MTLS", authority.certificate("b").addresses("127.0.0.1").sign())
                        .property("ssl.truststore.type", "PEM")
                        .property("ssl.truststore.location", authority.certificatePem().toString())
                        .property("ssl.client.auth", "required")));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static KafkaClientOptions options(Path trust, Path keys) {
    return Login.options(broker, "MTLS", SecurityProtocol.SSL)
        .setTls(
            new TlsOptions().setTrustStorePath(trust.toString()).setKeyStorePath(keys.toString()));
  }

  private static void replace(Path file, Path with) throws Exception {
    Files.copy(with, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** On the connection that is open. */
  private static void ask(KafkaClient client, int node) throws Exception {
    Login.await(client.send(Target.node(node), new MetadataRequest().setTopics(List.of()), SOON));
  }

  /** On a connection of its own, which nothing else has opened. */
  private static Throwable askAnew(KafkaClient client, int node) {
    HeartbeatRequest request =
        new HeartbeatRequest().setGroupId("g").setMemberId("m").setGenerationId(1);
    return catchThrowable(() -> Login.await(client.send(Target.node(node), request, SOON)));
  }

  @Test
  void newConnectionsUseWhatWasReloadedAndOpenOnesGoOn() throws Exception {
    Path trust = directory.resolve("trust.pem");
    Path keys = directory.resolve("keys.pem");
    replace(trust, authority.certificatePem());
    replace(keys, alice.keyPem());
    KafkaClient client = KafkaClient.create(guard.vertx(), options(trust, keys));
    int node = Login.await(client.leastLoadedNode()).id();
    ask(client, node);

    // What cannot be used changes nothing.
    Files.writeString(keys, "no key");
    Throwable refused = catchThrowable(() -> Login.await(client.reloadTls()));
    assertThat(refused.getCause())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tls.keyStore");
    ask(client, node);

    // Files that nobody has told the client to read do not matter; then they do.
    replace(trust, stranger.certificatePem());
    replace(keys, alice.keyPem());
    Login.await(client.reloadTls());
    ask(client, node);
    assertThat(askAnew(client, node)).hasMessageContaining("nobody whom the client trusts");
    ask(client, node);

    replace(trust, authority.certificatePem());
    Login.await(client.reloadTls());
    assertThat(askAnew(client, node)).isNull();
    Login.await(client.close());
  }

  @Test
  void otherOptionsCanBeGivenToAClientThatRuns() throws Exception {
    KafkaClientOptions wrong = options(authority.certificatePem(), strange.keyPem());
    KafkaClient client = KafkaClient.create(guard.vertx(), wrong);
    assertThat(
            catchThrowable(
                () ->
                    Login.await(
                        client.send(
                            Target.anyNode(), new MetadataRequest().setTopics(List.of()), SOON))))
        .hasMessageContaining("tls.keyStorePath");
    Login.await(
        client.reloadTls(
            new TlsOptions()
                .setTrustStorePath(authority.certificatePem().toString())
                .setKeyStorePath(alice.pkcs12().toString())
                .setKeyStorePassword(TestCertificates.PASSWORD)));
    Login.await(client.send(Target.anyNode(), new MetadataRequest().setTopics(List.of()), SOON));
    Login.await(client.close());
  }

  /** Vert.x logs by slf4j where it can, and needs it for some ways to say whom to trust. */
  @Test
  void tlsNeedsNoSlf4jOnTheClassPath(@TempDir Path output) throws Exception {
    String without =
        Arrays.stream(ChildProcess.classPath().split(File.pathSeparator))
            .filter(entry -> !entry.contains("slf4j"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(
            ChildProcess.run(
                output.resolve("output"),
                List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    without,
                    WithoutSlf4jMain.class.getName(),
                    broker.bootstrapServers("MTLS"),
                    authority.certificatePem().toString(),
                    alice.keyPem().toString())))
        .contains("answered");
  }

  @Test
  void aClientWithoutTlsSaysSo() throws Exception {
    KafkaClient client =
        KafkaClient.create(
            guard.vertx(), new KafkaClientOptions().setBootstrapServers(broker.bootstrapServers()));
    assertThat(catchThrowable(() -> Login.await(client.reloadTls())).getCause())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("securityProtocol PLAINTEXT");
    Login.await(client.close());
  }
}

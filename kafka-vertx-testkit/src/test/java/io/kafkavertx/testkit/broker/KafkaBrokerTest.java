package io.kafkavertx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker of the newest release with every listener, judged by kafka-clients. */
@Tag("slow")
class KafkaBrokerTest {
  private static final String VERSION = "4.4.0";
  private static final int IMPATIENT_MILLIS = 300;

  @TempDir static Path directory;

  private static TestCertificates certificates;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() {
    certificates = TestCertificates.selfSigned(directory);
    broker =
        KafkaBroker.start(
            BrokerOptions.version(VERSION)
                .property("message.max.bytes", "2000000")
                .listener(
                    Listener.saslPlaintext("SASL")
                        .plainUser("alice", "alice \"secret\"")
                        .scramUser("SCRAM-SHA-256", "bob", "bob-secret"))
                .listener(Listener.ssl("TLS", certificates)));
  }

  @AfterAll
  static void close() {
    broker.close();
  }

  @Test
  void acknowledgedRecordsAreThereAfterKillAndRestart() throws Exception {
    broker.createTopic("kept", 1);
    Map<String, String> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    KafkaClientsPeer.produce(config, "kept", "a", "b", "c");

    broker.kill();
    assertThat(broker.state()).isEqualTo(KafkaBroker.State.DOWN);
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    broker.restart();

    assertThat(broker.state()).isEqualTo(KafkaBroker.State.RUNNING);
    assertThat(KafkaClientsPeer.consume(config, "kept", 3)).containsExactly("a", "b", "c");
  }

  @Test
  void aPausedBrokerAcceptsAndAnswersNothingUntilItIsResumed() throws Exception {
    broker.pause();
    try {
      assertThat(broker.state()).isEqualTo(KafkaBroker.State.PAUSED);
      assertThatThrownBy(this::ask).isInstanceOf(java.net.SocketTimeoutException.class);
    } finally {
      broker.resume();
    }

    assertThat(BrokerProbe.metadata(broker.address("PLAINTEXT"), 60_000).brokers()).isNotNull();
  }

  @Test
  void aUserWithAPasswordGetsInAndOneWithAWrongOneDoesNot() throws Exception {
    broker.createTopic("sasl", 1);
    KafkaClientsPeer.produce(sasl("alice", "alice \\\"secret\\\""), "sasl", "hello");

    assertThat(KafkaClientsPeer.consume(sasl("alice", "alice \\\"secret\\\""), "sasl", 1))
        .containsExactly("hello");
    assertThatThrownBy(() -> KafkaClientsPeer.produce(sasl("alice", "wrong"), "sasl", "x"))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void aScramUserGetsIn() throws Exception {
    broker.createTopic("scram", 1);
    Map<String, String> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers("SASL"),
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "SCRAM-SHA-256",
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"bob\" password=\"bob-secret\";");

    KafkaClientsPeer.produce(config, "scram", "hello");

    assertThat(KafkaClientsPeer.consume(config, "scram", 1)).containsExactly("hello");
  }

  @Test
  void theTlsListenerShowsTheCertificateForBothNamesOfThisHost() throws Exception {
    broker.createTopic("tls", 1);
    Map<String, String> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers("TLS"),
            "security.protocol",
            "SSL",
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            certificates.certificatePem().toString());

    KafkaClientsPeer.produce(config, "tls", "hello");

    assertThat(KafkaClientsPeer.consume(config, "tls", 1)).containsExactly("hello");
  }

  @Test
  void aTakenPortIsNamedInTheError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerOptions options = BrokerOptions.version(VERSION).port(taken.getLocalPort());

      assertThatThrownBy(() -> KafkaBroker.start(options))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  @Test
  void aFreePortThatIsTakenAtTheLastMomentIsReplacedByAnother() throws IOException {
    List<ServerSocket> thieves = new ArrayList<>();
    AdvertisedAddress thief =
        (nodeId, listener, bound) -> {
          if (thieves.isEmpty()) {
            thieves.add(listenAt(bound));
          }
          return bound;
        };
    try (KafkaBroker other = KafkaBroker.start(BrokerOptions.version(VERSION).advertised(thief))) {
      assertThat(other.address("PLAINTEXT").port()).isNotEqualTo(thieves.get(0).getLocalPort());
    } finally {
      thieves.get(0).close();
    }
  }

  private static ServerSocket listenAt(HostAndPort address) {
    try {
      return new ServerSocket(address.port(), 1, InetAddress.getByName(address.host()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBrokerThatDoesNotStartShowsTheEndOfItsLog() {
    BrokerOptions options =
        BrokerOptions.version(VERSION)
            .property("log.retention.ms", "not a number")
            .logDirectory(directory);

    assertThatThrownBy(() -> KafkaBroker.start(options))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("log.retention.ms")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void aListenerThatDoesNotExistIsSaid() {
    assertThatThrownBy(() -> broker.bootstrapServers("NONE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NONE")
        .hasMessageContaining("PLAINTEXT");
  }

  @Test
  void theLogOfTheBrokerIsAFile() {
    assertThat(Files.exists(broker.logFile())).isTrue();
  }

  private List<Integer> ask() throws IOException {
    return BrokerProbe.metadata(broker.address("PLAINTEXT"), IMPATIENT_MILLIS).brokers();
  }

  private static Map<String, String> sasl(String user, String password) {
    return Map.of(
        "bootstrap.servers",
        broker.bootstrapServers("SASL"),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
            + user
            + "\" password=\""
            + password
            + "\";");
  }
}

package io.kafkavertx.cli;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** One broker for all tests of this module, with a listener for each way to be turned away. */
final class TestBrokers {
  static final String SASL = "SASL";
  static final String TLS = "TLS";
  static final String OTHER_NAME = "OTHERNAME";
  static final String EXPIRED = "EXPIRED";
  static final String CLIENT_CERTIFICATE = "MTLS";
  static final String PASSWORD = "bobs-own-secret";

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static KafkaBroker broker;
  private static Path authority;

  private TestBrokers() {}

  static String bootstrap() {
    return broker().bootstrapServers();
  }

  static String bootstrap(String listener) {
    return broker().bootstrapServers(listener);
  }

  /** The certificate of who has signed the broker's. */
  static Path authority() {
    broker();
    return authority;
  }

  static String topic(int partitions) {
    String name = name("topic");
    broker().createTopic(name, partitions);
    return name;
  }

  static String name(String prefix) {
    return prefix + "-" + NAMES.incrementAndGet();
  }

  private static synchronized KafkaBroker broker() {
    if (broker == null) {
      try {
        broker = start(Files.createTempDirectory("cli-certificates"));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return broker;
  }

  private static KafkaBroker start(Path directory) {
    TestAuthority signer = TestAuthority.create(directory, "Signer");
    authority = signer.certificatePem();
    Instant now = Instant.now();
    var good = signer.certificate("good").names("localhost").addresses("127.0.0.1").sign();
    var other = signer.certificate("other").names("broker.elsewhere.example").sign();
    var expired =
        signer
            .certificate("expired")
            .names("localhost")
            .addresses("127.0.0.1")
            .valid(now.minus(Duration.ofDays(400)), now.minus(Duration.ofDays(30)))
            .sign();
    return KafkaBroker.start(
        BrokerOptions.version("4.4.0")
            .property("log.retention.ms", "-1")
            .property(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .property("allow.everyone.if.no.acl.found", "true")
            .listener(
                Listener.saslPlaintext(SASL)
                    .plainUser("alice", "alices-own-secret")
                    .scramUser("SCRAM-SHA-512", "bob", PASSWORD))
            .listener(Listener.ssl(TLS, good))
            .listener(Listener.ssl(OTHER_NAME, other))
            .listener(Listener.ssl(EXPIRED, expired))
            .listener(
                Listener.ssl(CLIENT_CERTIFICATE, good)
                    .property("ssl.client.auth", "required")
                    .property("ssl.truststore.type", "PEM")
                    .property("ssl.truststore.location", authority.toString())));
  }
}

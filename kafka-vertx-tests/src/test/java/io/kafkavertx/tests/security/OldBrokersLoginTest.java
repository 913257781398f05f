package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.Target;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.protocol.record.LegacyMessageSetBuilder;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestAuthority;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.kafkavertx.testkit.broker.TestKdc;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logins to real brokers from the first that knew SASL/PLAIN on. Those before 1.0 take the
 * mechanism's messages without a Kafka frame around them and refuse by hanging up.
 */
@Tag("slow")
class OldBrokersLoginTest {
  private static final String KERBEROS = "java.security.krb5.conf";

  @TempDir Path directory;
  private Vertx vertx;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    Login.await(vertx.close());
  }

  /**
   * @param mechanisms that it has
   * @param speaksOfIt false when all it can do is hang up
   */
  private record Old(String version, List<String> mechanisms, boolean speaksOfIt) {
    @Override
    public String toString() {
      return version;
    }
  }

  static Stream<Old> releases() {
    List<String> all = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");
    return Stream.of(
        new Old("0.10.0.1", List.of("PLAIN"), false),
        new Old("0.10.2.2", all, false),
        new Old("0.11.0.3", all, false),
        new Old("1.1.1", all, true));
  }

  private static Listener users(Listener listener, Old old) {
    Listener result = listener;
    for (String mechanism : old.mechanisms()) {
      result =
          mechanism.equals("PLAIN")
              ? result.plainUser("alice", Doors.SECRET)
              : result.scramUser(mechanism, "alice", Doors.SECRET);
    }
    return result;
  }

  private static <O extends ClientOptions<O>> O login(O options, String mechanism, String secret) {
    return options
        .setSaslMechanism(mechanism)
        .setSaslConfig(new JsonObject().put("username", "alice").put("password", secret));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void passwordsOpenTheDoorAndWrongOnesDoNot(Old old) throws Exception {
    BrokerOptions options =
        BrokerOptions.version(old.version())
            .listener(users(Listener.saslPlaintext("SASL_PLAINTEXT"), old));
    try (KafkaBroker broker = KafkaBroker.start(options)) {
      broker.createTopic("letters", 1);
      for (String mechanism : old.mechanisms()) {
        KafkaClientOptions right =
            Login.options(broker, "SASL_PLAINTEXT", SecurityProtocol.SASL_PLAINTEXT);
        assertThat(Login.failure(vertx, login(right, mechanism, Doors.SECRET)))
            .as(mechanism)
            .isNull();
        refused(old, broker, mechanism);
      }
      recordsTravel(broker.bootstrapServers("SASL_PLAINTEXT"), old);
    }
  }

  private void refused(Old old, KafkaBroker broker, String mechanism) throws Exception {
    KafkaClientOptions wrong =
        Login.options(broker, "SASL_PLAINTEXT", SecurityProtocol.SASL_PLAINTEXT);
    Throwable failure = Login.failure(vertx, login(wrong, mechanism, Doors.SECRET + "x"));
    assertThat(failure)
        .as(mechanism)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining(mechanism)
        .hasMessageContaining(broker.bootstrapServers("SASL_PLAINTEXT"));
    if (!old.speaksOfIt()) {
      assertThat(failure).hasMessageContaining("how brokers before 1.0 refuse credentials");
    }
  }

  private void recordsTravel(String servers, Old old) throws Exception {
    String mechanism = old.mechanisms().get(old.mechanisms().size() - 1);
    if (old.speaksOfIt() || old.version().startsWith("0.11")) {
      sent(servers, mechanism);
    } else {
      sentInTheFormatOfThatTime(servers, mechanism);
    }
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            vertx,
            at(new ConsumerOptions(), servers, mechanism).setAutoOffsetReset("earliest"),
            Deserializer.string(),
            Deserializer.string());
    Promise<ConsumerRecord<String, String>> arrived = Promise.promise();
    try {
      consumer.exceptionHandler(arrived::tryFail).handler(arrived::tryComplete);
      Login.await(consumer.assign(List.of(new TopicPartition("letters", 0))));
      assertThat(Login.await(arrived.future()).value()).isEqualTo("v");
    } finally {
      Login.await(consumer.close());
    }
  }

  private static <O extends ClientOptions<O>> O at(O options, String servers, String mechanism) {
    return login(
        options.setBootstrapServers(servers).setSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT),
        mechanism,
        Doors.SECRET);
  }

  private void sent(String servers, String mechanism) throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            vertx,
            at(new ProducerOptions(), servers, mechanism),
            Serializer.string(),
            Serializer.string());
    Login.await(
        producer.send(ProducerRecord.of("letters", "k", "v")).eventually(() -> producer.close()));
  }

  /** The producer writes the format of 0.11 only; the low-level client sends what it is given. */
  private void sentInTheFormatOfThatTime(String servers, String mechanism) throws Exception {
    LegacyMessageSetBuilder messages = new LegacyMessageSetBuilder(1, 100);
    messages.append(1, null, "v".getBytes(StandardCharsets.UTF_8));
    ProduceRequest request =
        new ProduceRequest()
            .setAcks((short) -1)
            .setTimeoutMs(10_000)
            .setTopicData(
                List.of(
                    new ProduceRequest.TopicProduceData()
                        .setName("letters")
                        .setPartitionData(
                            List.of(
                                new ProduceRequest.PartitionProduceData()
                                    .setRecords(messages.close(null))))));
    KafkaClient client =
        KafkaClient.create(vertx, at(new KafkaClientOptions(), servers, mechanism));
    ProduceResponse response =
        Login.await(
            client.send(Target.leader("letters", 0), request).eventually(() -> client.close()));
    assertThat(response.responses().get(0).partitionResponses().get(0).errorCode()).isZero();
  }

  @Test
  void passwordsGoOverTlsToABrokerOfThatTime() throws Exception {
    Old old = new Old("1.1.1", List.of("PLAIN"), true);
    TestAuthority authority = TestAuthority.create(directory, "ca");
    TestCertificates own =
        authority.certificate("old").names("localhost").addresses("127.0.0.1").sign();
    BrokerOptions options =
        BrokerOptions.version(old.version()).listener(users(Listener.saslSsl("SAFE", own), old));
    try (KafkaBroker broker = KafkaBroker.start(options)) {
      for (String secret : List.of(Doors.SECRET, Doors.SECRET + "x")) {
        KafkaClientOptions client =
            login(Login.options(broker, "SAFE", SecurityProtocol.SASL_SSL), "PLAIN", secret)
                .setTls(new TlsOptions().setTrustStorePath(authority.certificatePem().toString()));
        Throwable failure = Login.failure(vertx, client);
        if (secret.equals(Doors.SECRET)) {
          assertThat(failure).isNull();
        } else {
          assertThat(failure).isInstanceOf(AuthenticationException.class);
        }
      }
    }
  }

  @Test
  void kerberosTokensGoWithoutAFrameAroundThem() throws Exception {
    String before = System.getProperty(KERBEROS);
    try (TestKdc kdc = TestKdc.start("kafka/localhost", "alice", "bob")) {
      System.setProperty(KERBEROS, kdc.configuration().toString());
      List<String> flags = new ArrayList<>(BrokerOptions.SMALL_JVM);
      flags.add("-D" + KERBEROS + "=" + kdc.configuration());
      BrokerOptions options =
          BrokerOptions.version("0.10.2.2")
              .jvmFlags(flags)
              .advertised((id, name, bound) -> HostAndPort.create("localhost", bound.port()))
              .listener(
                  Listener.saslPlaintext("SASL_PLAINTEXT")
                      .property("sasl.enabled.mechanisms", "GSSAPI")
                      .property("sasl.kerberos.service.name", "kafka")
                      .property("gssapi.sasl.jaas.config", kdc.jaas("kafka/localhost")));
      try (KafkaBroker broker = KafkaBroker.start(options)) {
        assertThat(Login.failure(vertx, kerberos(broker, kdc, "alice"))).isNull();
        assertThat(Login.failure(vertx, kerberos(broker, kdc, "bob")))
            .isInstanceOf(AuthenticationException.class)
            .hasMessageContaining("GSSAPI");
      }
    } finally {
      if (before == null) {
        System.clearProperty(KERBEROS);
      } else {
        System.setProperty(KERBEROS, before);
      }
    }
  }

  /** Alice with whichever key. */
  private static KafkaClientOptions kerberos(KafkaBroker broker, TestKdc kdc, String key) {
    return Login.options(broker, "SASL_PLAINTEXT", SecurityProtocol.SASL_PLAINTEXT)
        .setSaslMechanism("GSSAPI")
        .setSaslConfig(
            new JsonObject()
                .put("keytab", kdc.keytab(key).toString())
                .put("principal", "alice@" + TestKdc.REALM));
  }
}

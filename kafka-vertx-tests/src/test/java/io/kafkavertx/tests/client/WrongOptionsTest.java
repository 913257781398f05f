package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordTooLargeException;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody new gets wrong: each error says where it is wrong and what to do. */
@Tag("slow")
final class WrongOptionsTest {
  private static final String SECRET = "CANARY-77aa";

  @TempDir static Path directory;
  private static KafkaBroker broker;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void start() {
    TestCertificates certificates = TestCertificates.selfSigned(directory);
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .property("message.max.bytes", "20000")
                .listener(Listener.ssl("TLS", certificates))
                .listener(Listener.saslPlaintext("LOGIN").plainUser("alice", SECRET)));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static ProducerOptions options(String listener) {
    return new ProducerOptions()
        .setBootstrapServers(
            listener == null ? broker.bootstrapServers() : broker.bootstrapServers(listener))
        .setRequestTimeout(Duration.ofSeconds(2))
        .setDeliveryTimeout(Duration.ofSeconds(4));
  }

  private KafkaProducer<String, String> producer(ProducerOptions options) {
    return KafkaProducer.create(guard.vertx(), options, Serializer.string(), Serializer.string());
  }

  private KafkaConsumer<String, String> consumer(ConsumerOptions options) {
    return KafkaConsumer.create(
        guard.vertx(), options, Deserializer.string(), Deserializer.string());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  /** Why a record cannot be sent with these options. */
  private Throwable failure(ProducerOptions options, String topic, String value) throws Exception {
    KafkaProducer<String, String> producer = producer(options);
    Throwable failure =
        await(
            producer
                .send(ProducerRecord.of(topic, value))
                .map(stored -> (Throwable) null)
                .recover(Future::succeededFuture));
    await(producer.close(Duration.ZERO));
    assertThat(failure).as("why the record was not stored").isNotNull();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain(SECRET);
    }
    return failure;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://localhost:9092",
        "PLAINTEXT://localhost:9092",
        "localhost:",
        "localhost:abc",
        "localhost:99999",
        "localhost::9092",
        "a b:9092",
        "one:9092;two:9092",
        "one:9092 two:9092"
      })
  void aBootstrapAddressThatIsNoneNamesTheOption(String servers) {
    assertThatThrownBy(() -> producer(new ProducerOptions().setBootstrapServers(servers)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bootstrapServers")
        .hasMessageContaining(servers.isEmpty() ? "at least one address" : "'" + servers + "'");
  }

  @Test
  void aPluginThatIsNotThereIsNamedWithThoseThatAreAndTheModuleToAdd() {
    assertThatThrownBy(() -> producer(options(null).setCompression("brotli")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("compression", "'brotli'", "zstd", "kafka-vertx-compression");
    assertThatThrownBy(() -> producer(options(null).setPartitioner("random")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("partitioner", "'random'", "default", "kafka-vertx-assignors");
    assertThatThrownBy(() -> producer(options(null).setSaslMechanism("KERBEROS")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("SASL mechanism", "'KERBEROS'", "PLAIN", "kafka-vertx-sasl");
    assertThatThrownBy(() -> producer(options(null).setMetricsReporters(List.of("prometheus"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(
            "metrics reporter", "'prometheus'", "micrometer", "kafka-vertx-micrometer");
    assertThatThrownBy(
            () ->
                consumer(
                    new ConsumerOptions()
                        .setGroupId("g")
                        .setPartitionAssignmentStrategy(List.of("best"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("partition assignor", "'best'", "range", "kafka-vertx-assignors");
  }

  @Test
  void credentialsThatAreMissingNameTheirOption() {
    assertThatThrownBy(
            () -> producer(options(null).setSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("saslMechanism");
    assertThatThrownBy(() -> producer(options(null).setSaslMechanism("PLAIN")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("saslConfig", "PLAIN", "username");
  }

  @Test
  void aPropertyThatIsMisspeltOrMalformedIsNamed() {
    assertThatThrownBy(() -> ProducerOptions.fromProperties(Map.of("bootstrap.server", "a:1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("'bootstrap.server'", "'bootstrap.servers'");
    assertThatThrownBy(() -> ProducerOptions.fromProperties(Map.of("linger.ms", "soon")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("linger.ms", "'soon'", "milliseconds");
    assertThatThrownBy(() -> ConsumerOptions.fromProperties(Map.of("security.protocol", "TLS")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("security.protocol", "'TLS'", "SASL_SSL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no/such topic", ".", "naïve"})
  void aTopicNameThatIsNotLegalIsToldWithTheRuleToProducersAndConsumers(String topic)
      throws Exception {
    assertThat(failure(options(null), topic, "v"))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContainingAll("'" + topic + "'", "INVALID_TOPIC_EXCEPTION", "1 to 249");
    ConsumerOptions reading =
        new ConsumerOptions().setBootstrapServers(broker.bootstrapServers()).setGroupId("g");
    for (boolean subscribe : new boolean[] {true, false}) {
      Promise<Throwable> reported = Promise.promise();
      KafkaConsumer<String, String> consumer =
          consumer(reading).exceptionHandler(reported::tryComplete).handler(record -> {});
      Future<Void> asked =
          subscribe
              ? consumer.subscribe(topic)
              : consumer.assign(List.of(new TopicPartition(topic, 0)));
      asked.onFailure(reported::tryComplete);
      assertThat(await(reported.future()))
          .isInstanceOf(BrokerErrorException.class)
          .hasMessageContainingAll("'" + topic + "'", "INVALID_TOPIC_EXCEPTION", "1 to 249");
      await(consumer.close());
    }
  }

  @Test
  void anEmptyTopicNameIsRefusedAtOnce() {
    assertThatThrownBy(() -> ProducerRecord.of("", "v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic");
  }

  @Test
  void aRecordThatIsTooLargeNamesTheLimitThatItBreaks() throws Exception {
    assertThat(failure(options(null).setMaxRequestSize(10_000), "large", "x".repeat(15_000)))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContainingAll("large", "15", "maxRequestSize (10000)");
    assertThat(failure(options(null), "large", "x".repeat(30_000)))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContainingAll("large-0", "30", broker.bootstrapServers(), "max.message.bytes");
  }

  @Test
  void plainTextAtATlsPortIsToldWhichProtocolToSet() throws Exception {
    assertThat(failure(options("TLS"), "t", "v"))
        .hasMessageContainingAll(broker.bootstrapServers("TLS"), "securityProtocol to SSL");
  }

  @Test
  void tlsAtAPlainPortIsToldWhichProtocolToSet() throws Exception {
    assertThat(failure(options(null).setSecurityProtocol(SecurityProtocol.SSL), "t", "v"))
        .hasMessageContainingAll(broker.bootstrapServers(), "securityProtocol to PLAINTEXT");
  }

  @Test
  void noLoginAtAPortThatWantsOneIsToldWhatToSet() throws Exception {
    assertThat(failure(options("LOGIN"), "t", "v"))
        .hasMessageContainingAll(
            broker.bootstrapServers("LOGIN"), "SASL", "saslMechanism", "saslConfig");
  }

  @Test
  void aLoginAtAPortThatTakesNoneIsToldWhichProtocolToSet() throws Exception {
    ProducerOptions login =
        options(null)
            .setSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT)
            .setSaslMechanism("PLAIN")
            .setSaslConfig(new JsonObject().put("username", "alice").put("password", SECRET));
    assertThat(failure(login, "t", "v"))
        .hasMessageContainingAll(broker.bootstrapServers(), "securityProtocol to PLAINTEXT");
  }
}

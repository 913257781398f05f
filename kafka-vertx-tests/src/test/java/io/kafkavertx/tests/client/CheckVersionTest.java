package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerFeature;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Releases of real brokers. A few by default; {@code -Dkafkavertx.versions=0.8.0,0.8.1.1,...} tries
 * others.
 */
@Tag("slow")
final class CheckVersionTest {
  private static final String DEFAULT = "0.8.2.2,0.9.0.1,2.8.2";

  private static Vertx vertx;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  static Stream<String> versions() {
    return Stream.of(System.getProperty("kafkavertx.versions", DEFAULT).split(","));
  }

  /** Before 1.0 the third number counts. */
  private static String release(String version) {
    List<String> parts = List.of(version.split("\\."));
    return String.join(".", parts.subList(0, parts.get(0).equals("0") ? 3 : 2));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void checkVersionTellsReleasesApart(String version) throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version(version))) {
      KafkaClient client =
          KafkaClient.create(
              vertx,
              new KafkaClientOptions()
                  .setBootstrapServers(broker.bootstrapServers())
                  // 0.9 leaves an ApiVersions request without an answer.
                  .setConnectionSetupTimeout(Duration.ofSeconds(4)));
      BrokerRelease release = client.checkVersion().await(60, TimeUnit.SECONDS);
      assertThat(release.name()).isEqualTo(release(version));
      assertThat(release.orNewer()).isFalse();
      assertThat(release.oddities()).isEmpty();
      assertThat(release.features().contains(BrokerFeature.CONSUMER_GROUPS))
          .isEqualTo(release.isAtLeast("0.9.0"));
      assertThat(client.metadata().nodes()).hasSize(1);
      client.close().await(30, TimeUnit.SECONDS);
    }
  }
}

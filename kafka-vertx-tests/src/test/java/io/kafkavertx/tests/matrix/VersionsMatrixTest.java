package io.kafkavertx.tests.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerFeature;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.Target;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.MetadataRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which release is it, and what can it do? */
@Tag("slow")
@Timeout(300)
final class VersionsMatrixTest {
  @RegisterExtension static final Matrix matrix = new Matrix();

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void checkVersionTellsTheRelease(Release release) throws Exception {
    KafkaClient client =
        KafkaClient.create(matrix.vertx(), matrix.unpinned(new KafkaClientOptions(), release));
    matrix.check(
        release,
        "checkVersion",
        () -> {
          BrokerRelease found = Matrix.await(client.checkVersion());
          assertThat(found.name()).isEqualTo(release.name());
          assertThat(found.orNewer()).isFalse();
          assertThat(found.alternative()).isNull();
          assertThat(found.oddities()).isEmpty();
          assertThat(found.features().contains(BrokerFeature.OFFSETS_IN_ZOOKEEPER))
              .isEqualTo(release.isAtLeast("0.8.1") && release.isBefore("4.0"));
          assertThat(found.features().contains(BrokerFeature.CONSUMER_GROUPS))
              .isEqualTo(release.isAtLeast("0.9.0"));
          assertThat(found.features().contains(BrokerFeature.ZSTD))
              .isEqualTo(release.isAtLeast("2.1"));
          return found.name();
        });
    Matrix.await(client.close());
  }

  /** A pinned version of a release that tells its versions is what it says, not what was pinned. */
  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void apiVersionPinsTheRelease(Release release) throws Exception {
    KafkaClient client =
        KafkaClient.create(
            matrix.vertx(),
            matrix.unpinned(new KafkaClientOptions(), release).setApiVersion(release.name()));
    matrix.check(
        release,
        "`apiVersion` pinned",
        () -> {
          assertThat(Matrix.await(client.checkVersion()).name()).isEqualTo(release.name());
          MetadataRequest request = new MetadataRequest().setTopics(null);
          if (release.isBefore("0.10.0")) {
            request.setTopics(java.util.List.of());
          }
          assertThat(Matrix.await(client.send(Target.anyNode(), request)).brokers()).hasSize(1);
          return "yes";
        });
    Matrix.await(client.close());
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void aRequestThatTheReleaseLacksIsRefusedWithTheVersionsThatItHas(Release release)
      throws Exception {
    KafkaClient client =
        KafkaClient.create(matrix.vertx(), matrix.client(new KafkaClientOptions(), release));
    matrix.check(
        release,
        "a request that it lacks (InitProducerId)",
        () -> {
          Throwable failure =
              Matrix.failure(
                  client.send(
                      Target.anyNode(),
                      new InitProducerIdRequest().setTransactionTimeoutMs(60_000)));
          if (release.isAtLeast("0.11.0")) {
            assertThat(failure).isNull();
            return "has it";
          }
          assertThat(failure)
              .isInstanceOf(UnsupportedVersionException.class)
              .hasMessageContaining("INIT_PRODUCER_ID");
          return "refused";
        });
    Matrix.await(client.close());
  }
}

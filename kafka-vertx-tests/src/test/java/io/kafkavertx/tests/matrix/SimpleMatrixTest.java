package io.kafkavertx.tests.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerConnection;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.simple.FetchedRecords;
import io.kafkavertx.simple.MessageBatch;
import io.kafkavertx.simple.OffsetStorage;
import io.kafkavertx.simple.SimpleConsumer;
import io.kafkavertx.simple.SimpleProducer;
import io.kafkavertx.spi.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simple clients, offsets in ZooKeeper and in Kafka, and single connections. */
@Tag("slow")
@Timeout(300)
final class SimpleMatrixTest {
  private static final long TIME = 1_500_000_000_000L;

  @RegisterExtension static final Matrix matrix = new Matrix();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private KafkaClient client(Release release) throws Exception {
    return KafkaClient.create(matrix.vertx(), matrix.client(new KafkaClientOptions(), release));
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void preparedBatchesOfEveryFormatAreSentAndFetched(Release release) throws Exception {
    KafkaClient client = client(release);
    for (int format = 0; format <= 2; format++) {
      int magic = format;
      matrix.check(
          release, "simple clients, message format " + format, () -> there(release, client, magic));
    }
    Matrix.await(client.close());
  }

  private static boolean takes(Release release, int format) {
    return switch (format) {
      case 0 -> release.isBefore("4.0");
      case 1 -> release.isAtLeast("0.10.0") && release.isBefore("4.0");
      default -> release.isAtLeast("0.11.0");
    };
  }

  private String there(Release release, KafkaClient client, int format) throws Exception {
    TopicPartition partition = new TopicPartition(matrix.topic(release, 1), 0);
    SimpleProducer producer = SimpleProducer.create(client);
    SimpleConsumer consumer = SimpleConsumer.create(client);
    MessageBatch.Builder builder = MessageBatch.format(format).compression("gzip");
    for (int i = 0; i < 10; i++) {
      builder.add(TIME + i, i == 0 ? null : bytes("k" + i), bytes("v" + i), List.of());
    }
    MessageBatch batch = builder.build();
    var sent = producer.send(partition, batch);
    if (!takes(release, format)) {
      assertThat(Matrix.failure(sent)).isInstanceOf(UnsupportedVersionException.class);
      return "refused";
    }
    assertThat(Matrix.await(sent)).isZero();
    assertThat(Matrix.await(producer.send(partition, batch))).isEqualTo(10);
    assertThat(Matrix.await(consumer.earliestOffset(partition))).isZero();
    assertThat(Matrix.await(consumer.latestOffset(partition))).isEqualTo(20);
    FetchedRecords fetched =
        Matrix.await(consumer.fetch(partition, 13, 20, Duration.ofMillis(500)));
    assertThat(fetched.records()).hasSize(7);
    assertThat(fetched.nextOffset()).isEqualTo(20);
    assertThat(fetched.records().get(0).offset()).isEqualTo(13);
    assertThat(fetched.records().get(0).key()).isEqualTo(bytes("k3"));
    assertThat(fetched.records().get(0).value()).isEqualTo(bytes("v3"));
    assertThat(fetched.records().get(0).timestamp()).isEqualTo(format == 0 ? -1 : TIME + 3);
    assertThat(Matrix.await(consumer.fetch(partition, 20)).records()).isEmpty();
    return "yes";
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void offsetsAreKeptInZooKeeperAndInKafka(Release release) throws Exception {
    KafkaClient client = client(release);
    matrix.check(
        release, "offsets in ZooKeeper", () -> offsets(release, client, OffsetStorage.ZOOKEEPER));
    matrix.check(release, "offsets in Kafka", () -> offsets(release, client, OffsetStorage.KAFKA));
    Matrix.await(client.close());
  }

  private String offsets(Release release, KafkaClient client, OffsetStorage storage)
      throws Exception {
    TopicPartition partition = new TopicPartition(matrix.topic(release, 1), 0);
    String group = matrix.name("simple");
    SimpleConsumer consumer = SimpleConsumer.create(client);
    boolean zookeeper = storage == OffsetStorage.ZOOKEEPER;
    var commit =
        consumer.commit(group, Map.of(partition, new OffsetAndMetadata(5, -1, "note")), storage);
    if (release.isBefore(zookeeper ? "0.8.1" : "0.8.2")
        || (zookeeper && release.isAtLeast("4.0"))) {
      assertThat(Matrix.failure(commit)).isInstanceOf(UnsupportedVersionException.class);
      return "refused";
    }
    if (zookeeper && release.isAtLeast("3.9")) {
      // It knows the request, and has no ZooKeeper.
      assertThat(Matrix.failure(commit)).isInstanceOf(BrokerErrorException.class);
      return "refused by the broker";
    }
    Matrix.await(commit);
    Map<TopicPartition, OffsetAndMetadata> found =
        Matrix.await(consumer.committed(group, List.of(partition), storage));
    assertThat(found.get(partition).offset()).isEqualTo(5);
    if (!zookeeper) {
      assertThat(found.get(partition).metadata()).isEqualTo("note");
    }
    assertThat(Matrix.await(consumer.committed(matrix.name("nobody"), List.of(partition), storage)))
        .isEmpty();
    return "yes";
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void aSingleConnectionTellsTheRelease(Release release) throws Exception {
    BrokerConnection connection =
        BrokerConnection.create(
            matrix.vertx(),
            BootstrapAddress.parse(matrix.broker(release).bootstrapServers()),
            matrix.unpinned(new KafkaClientOptions(), release));
    matrix.check(
        release,
        "`BrokerConnection`",
        () -> {
          assertThat(Matrix.await(connection.status())).isEqualTo(ConnectionStatus.DISCONNECTED);
          Matrix.await(connection.connect());
          assertThat(Matrix.await(connection.connected())).isTrue();
          assertThat(Matrix.await(connection.checkVersion()).name()).isEqualTo(release.name());
          Matrix.await(connection.disconnect());
          assertThat(Matrix.await(connection.disconnected())).isTrue();
          assertThat(Matrix.await(connection.apiVersions()).apis()).isNotEmpty();
          return "yes";
        });
    Matrix.await(connection.close());
  }
}

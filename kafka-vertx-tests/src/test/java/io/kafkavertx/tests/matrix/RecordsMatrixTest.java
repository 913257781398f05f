package io.kafkavertx.tests.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records there and back: every codec, keys, timestamps, headers, and what a release lacks. */
@Tag("slow")
@Timeout(300)
final class RecordsMatrixTest {
  private static final long TIME = 1_500_000_000_000L;

  @RegisterExtension static final Matrix matrix = new Matrix();

  private static ProducerOptions plain() {
    return new ProducerOptions()
        .setEnableIdempotence(false)
        .setLinger(Duration.ofMillis(20))
        .setDeliveryTimeout(Duration.ofSeconds(100));
  }

  private KafkaProducer<String, String> producer(ProducerOptions options) {
    return KafkaProducer.create(matrix.vertx(), options, Serializer.string(), Serializer.string());
  }

  private List<ConsumerRecord<String, String>> read(
      Release release, String topic, long from, int count) throws Exception {
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            matrix.vertx(),
            matrix.client(new ConsumerOptions().setEnableAutoCommit(false), release),
            Deserializer.string(),
            Deserializer.string());
    TopicPartition partition = new TopicPartition(topic, 0);
    Matrix.await(consumer.assign(List.of(partition)));
    Matrix.await(consumer.seek(partition, from));
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (records.size() < count && System.nanoTime() < deadline) {
      Matrix.await(consumer.poll(Duration.ofSeconds(1))).forEach(records::add);
    }
    Matrix.await(consumer.close());
    return records;
  }

  private static String firstWith(String codec) {
    return switch (codec) {
      case "lz4" -> "0.8.2";
      case "zstd" -> "2.1";
      default -> "0.8.0";
    };
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void recordsOfEveryCodecArriveWithKeysOffsetsAndTimestamps(Release release) throws Exception {
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      matrix.check(release, codec, () -> codec(release, codec));
    }
  }

  private String codec(Release release, String codec) throws Exception {
    String topic = matrix.topic(release, 1);
    KafkaProducer<String, String> producer =
        producer(matrix.client(plain().setCompression(codec), release));
    int count = 200;
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  topic,
                  0,
                  TIME + i,
                  i % 5 == 0 ? null : "key" + i,
                  i % 7 == 3 ? null : "a value that can be made smaller " + i,
                  List.of())));
    }
    if (release.isBefore(firstWith(codec))) {
      Throwable failure = Matrix.failure(sent.get(0));
      assertThat(failure)
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessageContaining(codec);
      Matrix.await(producer.close());
      return "refused";
    }
    for (int i = 0; i < count; i++) {
      assertThat(Matrix.await(sent.get(i)).offset()).isEqualTo(i);
    }
    Matrix.await(producer.close());
    compare(release, read(release, topic, 0, count), 0, count);
    // From the middle of a compressed set.
    compare(release, read(release, topic, 77, count - 77), 77, count);
    return "yes";
  }

  private static void compare(
      Release release, List<ConsumerRecord<String, String>> records, int from, int to) {
    assertThat(records.stream().map(ConsumerRecord::offset))
        .containsExactlyElementsOf(IntStream.range(from, to).mapToObj(i -> (long) i).toList());
    for (ConsumerRecord<String, String> record : records) {
      int i = (int) record.offset();
      assertThat(record.key()).isEqualTo(i % 5 == 0 ? null : "key" + i);
      assertThat(record.value())
          .isEqualTo(i % 7 == 3 ? null : "a value that can be made smaller " + i);
      assertThat(record.timestamp()).isEqualTo(release.isBefore("0.10.0") ? -1 : TIME + i);
    }
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void headersArriveOrAreRefusedWithoutTakingOthersAlong(Release release) throws Exception {
    String topic = matrix.topic(release, 1);
    KafkaProducer<String, String> producer = producer(matrix.client(plain(), release));
    List<Header> headers = List.of(new Header("trace", "1".getBytes(StandardCharsets.UTF_8)));
    matrix.check(
        release,
        "headers",
        () -> {
          Future<RecordMetadata> before = producer.send(ProducerRecord.of(topic, "k", "before"));
          Future<RecordMetadata> with =
              producer.send(new ProducerRecord<>(topic, 0, TIME, "k", "with", headers));
          Future<RecordMetadata> after = producer.send(ProducerRecord.of(topic, "k", "after"));
          Matrix.await(before);
          Matrix.await(after);
          Throwable failure = Matrix.failure(with);
          if (release.isAtLeast("0.11.0")) {
            assertThat(failure).isNull();
            List<ConsumerRecord<String, String>> records = read(release, topic, 0, 3);
            assertThat(records.get(1).headers()).containsExactlyElementsOf(headers);
            return "yes";
          }
          assertThat(failure)
              .isInstanceOf(UnsupportedVersionException.class)
              .hasMessageContaining("headers");
          assertThat(read(release, topic, 0, 2))
              .extracting(ConsumerRecord::value)
              .containsExactly("before", "after");
          return "refused";
        });
    Matrix.await(producer.close());
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void anIdempotentProducerWorksOrSaysWhatToSwitchOff(Release release) throws Exception {
    String topic = matrix.topic(release, 1);
    KafkaProducer<String, String> producer =
        producer(matrix.client(new ProducerOptions(), release));
    matrix.check(
        release,
        "idempotent producer",
        () -> {
          Throwable failure = Matrix.failure(producer.send(ProducerRecord.of(topic, "k", "v")));
          if (release.isAtLeast("0.11.0")) {
            assertThat(failure).isNull();
            return "yes";
          }
          assertThat(failure)
              .isInstanceOf(UnsupportedVersionException.class)
              .hasMessageContaining("enableIdempotence");
          return "refused";
        });
    Matrix.await(producer.close());
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void aProducerFindsOutTheReleaseByItself(Release release) throws Exception {
    String topic = matrix.topic(release, 1);
    KafkaProducer<String, String> producer = producer(matrix.unpinned(plain(), release));
    matrix.check(
        release,
        "release found out by the producer",
        () -> {
          assertThat(Matrix.await(producer.send(ProducerRecord.of(topic, "k", "v"))).offset())
              .isZero();
          assertThat(read(release, topic, 0, 1)).hasSize(1);
          return "yes";
        });
    Matrix.await(producer.close());
  }
}

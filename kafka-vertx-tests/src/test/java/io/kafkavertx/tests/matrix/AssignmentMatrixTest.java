package io.kafkavertx.tests.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumers: partitions assigned by hand, offsets by time, groups, committed offsets. */
@Tag("slow")
@Timeout(300)
final class AssignmentMatrixTest {
  private static final long TIME = 1_500_000_000_000L;

  @RegisterExtension static final Matrix matrix = new Matrix();

  private void fill(Release release, String topic, int partitions, int each) throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            matrix.vertx(),
            matrix.client(new ProducerOptions().setEnableIdempotence(false), release),
            Serializer.string(),
            Serializer.string());
    for (int partition = 0; partition < partitions; partition++) {
      for (int i = 0; i < each; i++) {
        producer.send(
            new ProducerRecord<>(topic, partition, TIME + i, "k", partition + "-" + i, List.of()));
      }
    }
    Matrix.await(producer.flush());
    Matrix.await(producer.close());
  }

  private KafkaConsumer<String, String> consumer(Release release, String group) throws Exception {
    ConsumerOptions options =
        new ConsumerOptions()
            .setEnableAutoCommit(false)
            .setAutoOffsetReset("earliest")
            // 0.9 allows no more than 30 s.
            .setSessionTimeout(Duration.ofSeconds(10))
            .setHeartbeatInterval(Duration.ofMillis(300));
    return KafkaConsumer.create(
        matrix.vertx(),
        matrix.client(group == null ? options : options.setGroupId(group), release),
        Deserializer.string(),
        Deserializer.string());
  }

  private static List<String> read(KafkaConsumer<String, String> consumer, int count)
      throws Exception {
    List<String> values = new ArrayList<>();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (values.size() < count && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, String> record :
          Matrix.await(consumer.poll(Duration.ofSeconds(1)))) {
        values.add(record.value());
      }
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void partitionsAssignedByHandAreRead(Release release) throws Exception {
    String topic = matrix.topic(release, 2);
    fill(release, topic, 2, 10);
    KafkaConsumer<String, String> consumer = consumer(release, null);
    List<TopicPartition> both = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    matrix.check(
        release,
        "manual assignment",
        () -> {
          Matrix.await(consumer.assign(both));
          assertThat(read(consumer, 20)).hasSize(20).doesNotHaveDuplicates();
          assertThat(Matrix.await(consumer.beginningOffsets(both)).values()).containsOnly(0L);
          assertThat(Matrix.await(consumer.endOffsets(both)).values()).containsOnly(10L);
          Matrix.await(consumer.seek(both.get(0), 7));
          assertThat(read(consumer, 3)).containsExactly("0-7", "0-8", "0-9");
          return "yes";
        });
    matrix.check(
        release,
        "offsets by time",
        () -> {
          var question = consumer.offsetsForTimes(Map.of(both.get(0), TIME + 4));
          if (release.isAtLeast("0.10.1")) {
            assertThat(Matrix.await(question).get(both.get(0)).offset()).isEqualTo(4);
            return "yes";
          }
          assertThat(Matrix.failure(question)).isInstanceOf(UnsupportedVersionException.class);
          return "refused";
        });
    Matrix.await(consumer.close());
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void aGroupSharesPartitionsAndGoesOnWhereItWas(Release release) throws Exception {
    String topic = matrix.topic(release, 2);
    String group = matrix.name("group");
    fill(release, topic, 2, 10);
    KafkaConsumer<String, String> first = consumer(release, group);
    matrix.check(
        release,
        "consumer group",
        () -> {
          if (release.isBefore("0.9.0")) {
            assertThat(
                    Matrix.failure(
                        first.subscribe(topic).compose(v -> first.poll(Duration.ofSeconds(20)))))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessageContaining("0.9")
                .hasMessageContaining("assign");
            return "refused";
          }
          Matrix.await(first.subscribe(topic));
          assertThat(read(first, 20)).hasSize(20).doesNotHaveDuplicates();
          Matrix.await(first.commit());
          KafkaConsumer<String, String> second = consumer(release, group);
          Matrix.await(second.subscribe(topic));
          long deadline = System.nanoTime() + 60_000_000_000L;
          while (System.nanoTime() < deadline
              && (Matrix.await(first.assignment()).size() != 1
                  || Matrix.await(second.assignment()).size() != 1)) {
            Matrix.await(first.poll(Duration.ofMillis(100)));
            Matrix.await(second.poll(Duration.ofMillis(100)));
          }
          assertThat(Matrix.await(first.assignment())).hasSize(1);
          assertThat(Matrix.await(second.assignment())).hasSize(1);
          Matrix.await(first.close());
          while (System.nanoTime() < deadline && Matrix.await(second.assignment()).size() != 2) {
            Matrix.await(second.poll(Duration.ofMillis(100)));
          }
          fill(release, topic, 2, 5);
          assertThat(read(second, 10)).hasSize(10);
          Matrix.await(second.close());
          return "yes";
        });
    Matrix.await(first.close());
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void offsetsAreCommittedWithoutAGroupOfMembers(Release release) throws Exception {
    String topic = matrix.topic(release, 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    KafkaConsumer<String, String> consumer = consumer(release, matrix.name("lonely"));
    Matrix.await(consumer.assign(List.of(partition)));
    matrix.check(
        release,
        "commit with manual assignment",
        () -> {
          var commit = consumer.commit(Map.of(partition, new OffsetAndMetadata(3, -1, "note")));
          if (release.isBefore("0.8.2")) {
            assertThat(Matrix.failure(commit))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessageContaining("0.8.2");
            return "refused";
          }
          Matrix.await(commit);
          OffsetAndMetadata committed =
              Matrix.await(consumer.committed(List.of(partition))).get(partition);
          assertThat(committed.offset()).isEqualTo(3);
          assertThat(committed.metadata()).isEqualTo("note");
          return "yes";
        });
    Matrix.await(consumer.close());
  }
}

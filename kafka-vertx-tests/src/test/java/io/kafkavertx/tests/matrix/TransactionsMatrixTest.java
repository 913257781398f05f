package io.kafkavertx.tests.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerOptions.IsolationLevel;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions, from 0.11 on; {@code OldBrokersTransactionsTest} looks at them more closely. */
@Tag("slow")
@Timeout(300)
final class TransactionsMatrixTest {
  @RegisterExtension static final Matrix matrix = new Matrix();

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void whatWasCommittedIsReadAndWhatWasAbortedIsNot(Release release) throws Exception {
    String topic = matrix.topic(release, 1);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            matrix.vertx(),
            matrix
                .client(new ProducerOptions(), release)
                .setTransactionalId(matrix.name("transactions")),
            Serializer.string(),
            Serializer.string());
    matrix.check(
        release,
        "transactions",
        () -> {
          if (release.isBefore("0.11.0")) {
            assertThat(Matrix.failure(producer.initTransactions()))
                .isInstanceOf(UnsupportedVersionException.class);
            return "refused";
          }
          Matrix.await(producer.initTransactions());
          for (String value : List.of("committed", "aborted", "also committed")) {
            Matrix.await(producer.beginTransaction());
            Matrix.await(producer.send(ProducerRecord.of(topic, "k", value)));
            Matrix.await(
                value.equals("aborted")
                    ? producer.abortTransaction()
                    : producer.commitTransaction());
          }
          assertThat(read(release, topic)).containsExactly("committed", "also committed");
          return "yes";
        });
    Matrix.await(producer.close());
  }

  private List<String> read(Release release, String topic) throws Exception {
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            matrix.vertx(),
            matrix.client(
                new ConsumerOptions()
                    .setEnableAutoCommit(false)
                    .setAutoOffsetReset("earliest")
                    .setIsolationLevel(IsolationLevel.READ_COMMITTED),
                release),
            Deserializer.string(),
            Deserializer.string());
    TopicPartition partition = new TopicPartition(topic, 0);
    Matrix.await(consumer.assign(List.of(partition)));
    List<String> values = new ArrayList<>();
    long deadline = System.nanoTime() + 60_000_000_000L;
    // Three records and three markers.
    while (Matrix.await(consumer.position(partition)) < 6 && System.nanoTime() < deadline) {
      Matrix.await(consumer.poll(Duration.ofSeconds(1)))
          .forEach(record -> values.add(record.value()));
    }
    Matrix.await(consumer.close());
    return values;
  }
}

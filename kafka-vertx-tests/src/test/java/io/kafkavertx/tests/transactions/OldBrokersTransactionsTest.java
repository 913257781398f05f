package io.kafkavertx.tests.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerOptions.IsolationLevel;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transactions on real brokers of other years, from the first that had them on. */
@Tag("slow")
@Timeout(300)
final class OldBrokersTransactionsTest {
  private static final int PARTITIONS = 3;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();
  private KafkaBroker broker;

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static Throwable failure(Future<?> future) throws Exception {
    return await(future.transform(end -> Future.succeededFuture(end.cause())));
  }

  /**
   * @param knowsMembers whether the broker can tell a member of the group from another (KIP-447)
   */
  @ParameterizedTest
  @CsvSource({"0.11.0.3, false", "1.1.1, false", "2.8.2, true", "3.9.2, true"})
  void transactionsDoWhatTheyPromise(String version, boolean knowsMembers) throws Exception {
    try (KafkaBroker started = KafkaBroker.start(BrokerOptions.version(version))) {
      broker = started;
      broker.createTopic("in", 1);
      broker.createTopic("out", PARTITIONS);
      List<String> expected = commitsAndAborts();
      expected.addAll(fencing());
      assertThat(read(IsolationLevel.READ_COMMITTED, expected.size()))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(read(IsolationLevel.READ_UNCOMMITTED, 0)).hasSizeGreaterThan(expected.size());
      offsets(knowsMembers);
    }
  }

  private KafkaProducer<String, String> producer(String id) throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions()
                .setBootstrapServers(broker.bootstrapServers())
                .setTransactionalId(id),
            Serializer.string(),
            Serializer.string());
    await(producer.initTransactions());
    return producer;
  }

  private KafkaConsumer<String, String> consumer(IsolationLevel isolation) {
    return KafkaConsumer.create(
        guard.vertx(),
        new ConsumerOptions()
            .setBootstrapServers(broker.bootstrapServers())
            .setGroupId("group")
            .setEnableAutoCommit(false)
            .setAutoOffsetReset("earliest")
            .setIsolationLevel(isolation),
        Deserializer.string(),
        Deserializer.string());
  }

  private static Future<?> send(KafkaProducer<String, String> producer, List<String> values) {
    return Future.all(
        values.stream()
            .map(value -> producer.send(ProducerRecord.of("out", value, value)))
            .toList());
  }

  private static List<String> values(String name, int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> name + i).toList());
  }

  /** Returns what was committed. */
  private List<String> commitsAndAborts() throws Exception {
    List<String> committed = new ArrayList<>();
    KafkaProducer<String, String> producer = producer("committer");
    for (int i = 0; i < 9; i++) {
      List<String> values = values("t" + i + "-", 20);
      await(producer.beginTransaction());
      Future<?> sent = send(producer, values);
      if (i % 3 == 1) {
        await(sent);
        await(producer.abortTransaction());
      } else {
        await(producer.commitTransaction());
        committed.addAll(values);
      }
      assertThat(sent.succeeded()).isTrue();
    }
    await(producer.close());
    return committed;
  }

  /** Returns what was committed. */
  private List<String> fencing() throws Exception {
    KafkaProducer<String, String> first = producer("contested");
    await(first.beginTransaction());
    await(send(first, values("fenced", 3)));
    KafkaProducer<String, String> second = producer("contested");
    assertThat(failure(first.commitTransaction())).isInstanceOf(ProducerFencedException.class);
    assertThat(failure(first.beginTransaction())).isInstanceOf(ProducerFencedException.class);
    List<String> values = values("second", 3);
    await(second.inTransaction(tx -> send(tx, values)));
    await(first.close());
    await(second.close());
    return values;
  }

  /** Reads until there are so many, and then for as long as more come. */
  private List<String> read(IsolationLevel isolation, int least) throws Exception {
    KafkaConsumer<String, String> consumer = consumer(isolation);
    await(
        consumer.assign(
            IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition("out", i)).toList()));
    List<String> values = new ArrayList<>();
    for (int quiet = 0; quiet < 3; quiet++) {
      int before = values.size();
      await(consumer.poll(Duration.ofMillis(500))).forEach(record -> values.add(record.value()));
      if (values.size() > before || values.size() < Math.max(1, least)) {
        quiet = -1;
      }
    }
    await(consumer.close());
    return values;
  }

  private void offsets(boolean knowsMembers) throws Exception {
    TopicPartition partition = new TopicPartition("in", 0);
    KafkaConsumer<String, String> consumer = consumer(IsolationLevel.READ_COMMITTED);
    await(consumer.subscribe("in"));
    KafkaProducer<String, String> producer = producer("mover");
    ConsumerGroupMetadata member = await(consumer.groupMetadata());
    assertThat(member.generationId()).isPositive();
    ConsumerGroupMetadata group =
        knowsMembers ? member : new ConsumerGroupMetadata("group", -1, "", null);

    await(producer.beginTransaction());
    await(producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(3)), group));
    await(producer.abortTransaction());
    assertThat(await(consumer.committed(List.of(partition)))).isEmpty();

    await(producer.beginTransaction());
    await(
        producer.sendOffsetsToTransaction(
            Map.of(partition, new OffsetAndMetadata(5, -1, "moved")), group));
    await(producer.commitTransaction());
    OffsetAndMetadata committed = null;
    // Brokers before 2.5 answer with what was there before until the markers are written.
    while (committed == null) {
      committed = await(consumer.committed(List.of(partition))).get(partition);
    }
    assertThat(committed.offset()).isEqualTo(5);
    assertThat(committed.metadata()).isEqualTo("moved");
    if (!knowsMembers) {
      await(producer.beginTransaction());
      assertThat(
              failure(
                  producer.sendOffsetsToTransaction(
                      Map.of(partition, new OffsetAndMetadata(7)), member)))
          .isInstanceOf(UnsupportedVersionException.class);
    }
    await(producer.close());
    await(consumer.close());
  }
}

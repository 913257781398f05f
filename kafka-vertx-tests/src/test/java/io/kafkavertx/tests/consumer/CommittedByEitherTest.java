package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Offsets that one kind of client commits are where the other goes on, with what was noted beside
 * them: our consumer and kafka-clients' take turns in one group.
 */
final class CommittedByEitherTest extends ConsumerTestBase {
  private static final int PARTITIONS = 3;
  private static final int RECORDS = 3_000;

  /** How many records each of them takes at its turn. */
  private static final int TURN = 500;

  @BeforeEach
  void fill() {
    topic = SharedBroker.name("either");
    group = SharedBroker.name("either");
    SharedBroker.createTopic(topic, PARTITIONS);
    TestRecords.produce(topic, PARTITIONS, 0, RECORDS, Map.of());
  }

  /** What a turn has committed: by partition, the offset and the note. */
  private record Left(Map<Integer, OffsetAndMetadata> committed, List<Integer> read) {}

  @Test
  void turnsGoOnWhereTheOtherKindOfClientHasCommitted() throws Exception {
    List<Integer> read = new ArrayList<>();
    Map<Integer, OffsetAndMetadata> before = Map.of();
    for (int turn = 0; read.size() < RECORDS; turn++) {
      Left left = turn % 2 == 0 ? ours("turn " + turn, before) : theirs("turn " + turn, before);
      read.addAll(left.read());
      before = left.committed();
      assertThat(turn).as("turns").isLessThan(RECORDS);
    }
    assertThat(read).doesNotHaveDuplicates().hasSize(RECORDS);
  }

  private Left ours(String note, Map<Integer, OffsetAndMetadata> before) throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            vertx(),
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setGroupId(group)
                .setAutoOffsetReset("earliest")
                .setEnableAutoCommit(false)
                .setMaxPollRecords(TURN),
            Deserializer.bytes(),
            Deserializer.bytes());
    await(consumer.subscribe(topic));
    List<TopicPartition> all = List.copyOf(await(consumer.assignment()));
    assertThat(all).hasSize(PARTITIONS);
    Map<Integer, OffsetAndMetadata> found = new TreeMap<>();
    await(consumer.committed(all)).forEach((tp, offset) -> found.put(tp.partition(), offset));
    assertThat(found).as("as we see it before %s", note).isEqualTo(before);
    ConsumerRecords<byte[], byte[]> records = await(consumer.poll(Duration.ofSeconds(30)));
    List<Integer> read = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      int number = TestRecords.number(record, PARTITIONS);
      TestRecords.check(record, number);
      read.add(number);
    }
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    records
        .nextOffsets()
        .forEach(
            (tp, offset) ->
                next.put(tp, new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), note)));
    await(consumer.commit(next));
    await(consumer.close());
    Map<Integer, OffsetAndMetadata> committed = new TreeMap<>(before);
    next.forEach((tp, offset) -> committed.put(tp.partition(), offset));
    return new Left(committed, read);
  }

  private Left theirs(String note, Map<Integer, OffsetAndMetadata> before) {
    try (var consumer =
        new org.apache.kafka.clients.consumer.KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "max.poll.records",
                TURN),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      var records = consumer.poll(Duration.ofMillis(100));
      while (records.isEmpty()) {
        records = consumer.poll(Duration.ofMillis(100));
      }
      Map<Integer, OffsetAndMetadata> found = new TreeMap<>();
      consumer
          .committed(Set.copyOf(consumer.assignment()))
          .forEach(
              (tp, offset) -> {
                if (offset != null) {
                  int epoch = offset.leaderEpoch().orElse(-1);
                  found.put(
                      tp.partition(),
                      new OffsetAndMetadata(offset.offset(), epoch, offset.metadata()));
                }
              });
      assertThat(found).as("as kafka-clients sees it before %s", note).isEqualTo(before);
      List<Integer> read = new ArrayList<>();
      Map<
              org.apache.kafka.common.TopicPartition,
              org.apache.kafka.clients.consumer.OffsetAndMetadata>
          next = new HashMap<>();
      Map<Integer, OffsetAndMetadata> committed = new TreeMap<>(before);
      for (var record : records) {
        read.add((int) record.offset() * PARTITIONS + record.partition());
        Optional<Integer> epoch = record.leaderEpoch();
        long offset = record.offset() + 1;
        next.put(
            new org.apache.kafka.common.TopicPartition(topic, record.partition()),
            new org.apache.kafka.clients.consumer.OffsetAndMetadata(offset, epoch, note));
        committed.put(record.partition(), new OffsetAndMetadata(offset, epoch.orElse(-1), note));
      }
      consumer.commitSync(next);
      return new Left(committed, read);
    }
  }
}

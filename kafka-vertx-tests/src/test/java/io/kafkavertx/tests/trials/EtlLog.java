package io.kafkavertx.tests.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;

/** What is in the topic of a level, as kafka-clients reads what is committed of it. */
final class EtlLog {
  private final int level;
  private final List<List<Integer>> partitions = new ArrayList<>();
  private final BitSet numbers = new BitSet();
  private int duplicates;

  private EtlLog(int level) {
    this.level = level;
    for (int i = 0; i < EtlPlan.PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  /** Reads everything that is there now. */
  static EtlLog read(String servers, int level) {
    EtlLog log = new EtlLog(level);
    try (KafkaConsumer<byte[], Integer> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new IntegerDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, EtlPlan.PARTITIONS)
              .mapToObj(i -> new TopicPartition(EtlPlan.topic(level), i))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], Integer> record : consumer.poll(Duration.ofMillis(200))) {
          log.add(record.partition(), record.value());
        }
      }
    }
    return log;
  }

  private void add(int partition, int number) {
    if (numbers.get(number)) {
      duplicates++;
    } else {
      numbers.set(number);
      partitions.get(partition).add(number);
    }
    assertThat(partition).as("of %s", number).isEqualTo(EtlPlan.partition(number, level));
  }

  int numbers() {
    return numbers.cardinality();
  }

  int duplicates() {
    return duplicates;
  }

  /** In each partition, what came of one partition of the level before is in its order there. */
  void checkOrder(EtlLog before) {
    for (int source = 0; source < EtlPlan.PARTITIONS; source++) {
      for (int target = 0; target < EtlPlan.PARTITIONS; target++) {
        int from = source;
        int to = target;
        List<Integer> expected =
            before.partitions.get(source).stream()
                .filter(number -> EtlPlan.partition(number, level) == to)
                .toList();
        List<Integer> found =
            partitions.get(target).stream()
                .filter(number -> EtlPlan.partition(number, level - 1) == from)
                .toList();
        if (!found.equals(expected)) {
          throw new AssertionError(
              "order of level "
                  + level
                  + ", partition "
                  + source
                  + " to "
                  + target
                  + ": "
                  + difference(expected, found));
        }
      }
    }
  }

  private static String difference(List<Integer> expected, List<Integer> found) {
    int i = 0;
    while (i < Math.min(expected.size(), found.size()) && expected.get(i).equals(found.get(i))) {
      i++;
    }
    return expected.size()
        + " expected, "
        + found.size()
        + " found, first difference at "
        + i
        + ": expected "
        + expected.subList(i, Math.min(expected.size(), i + 10))
        + ", found "
        + found.subList(i, Math.min(found.size(), i + 10));
  }
}

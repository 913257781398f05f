package io.kafkavertx.tests.produce;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning with the Java client, which knows nothing of ours. */
final class JavaClientReader {
  private static final int QUIET_SECONDS = 15;

  private JavaClientReader() {}

  /**
   * Hands the records of the topic to {@code each}, until there have been {@code expected} or
   * nothing more comes; returns how many there are.
   */
  static long read(
      String bootstrapServers,
      String topic,
      int partitions,
      long expected,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "max.poll.records",
            5000);
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long read = 0;
      // The end that a broker tells may lag behind what it has acknowledged to a producer with
      // acks=1.
      for (int quiet = 0; quiet < QUIET_SECONDS && read < expected; ) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
        records.forEach(each);
        read += records.count();
        quiet = records.isEmpty() ? quiet + 1 : 0;
      }
      long end = consumer.endOffsets(all).values().stream().mapToLong(Long::longValue).sum();
      return Math.max(read, end);
    }
  }

  /** The values of a topic with one partition, as text. */
  static List<String> values(String bootstrapServers, String topic, long expected) {
    List<String> values = new ArrayList<>();
    read(
        bootstrapServers,
        topic,
        1,
        expected,
        record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
    return values;
  }
}

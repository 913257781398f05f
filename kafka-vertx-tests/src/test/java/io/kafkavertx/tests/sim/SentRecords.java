package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.kafkavertx.testkit.scripted.ScriptedTopic;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was sent, what the broker said of it, and what the logs hold. */
final class SentRecords {
  /** One record. */
  static final class Sent {
    private final String value;
    private RecordMetadata stored;
    private Throwable failure;

    Sent(String value) {
      this.value = value;
    }

    void ended(RecordMetadata metadata, Throwable cause) {
      stored = metadata;
      failure = cause;
    }
  }

  private final Map<TopicPartition, List<Sent>> sent = new HashMap<>();

  /** A record for a partition, whose value says which. */
  Sent next(String topic, int partition, int padding) {
    List<Sent> list =
        sent.computeIfAbsent(new TopicPartition(topic, partition), key -> new ArrayList<>());
    Sent one = new Sent(topic + "/" + partition + "/" + list.size() + "/" + "x".repeat(padding));
    list.add(one);
    return one;
  }

  static byte[] value(Sent sent) {
    return sent.value.getBytes(StandardCharsets.UTF_8);
  }

  List<Throwable> failures() {
    return sent.values().stream()
        .flatMap(List::stream)
        .map(one -> one.failure)
        .filter(failure -> failure != null)
        .toList();
  }

  /**
   * Compares the logs with what was sent.
   *
   * @param once whether every record may be there only once, and in the order of sending
   */
  void check(ScriptedCluster cluster, boolean once) {
    for (ScriptedTopic topic : cluster.topics()) {
      for (ScriptedPartition partition : topic.partitions()) {
        TopicPartition id = new TopicPartition(topic.name(), partition.index());
        check(id, read(partition), sent.getOrDefault(id, List.of()), once);
      }
    }
  }

  private static void check(
      TopicPartition id, Map<Long, String> log, List<Sent> records, boolean once) {
    Map<String, Integer> times = new HashMap<>();
    int last = -1;
    for (Map.Entry<Long, String> stored : log.entrySet()) {
      String[] parts = stored.getValue().split("/", 4);
      assertThat(parts[0] + "-" + parts[1])
          .as("where a record of %s belongs", id)
          .isEqualTo(id.toString());
      int number = Integer.parseInt(parts[2]);
      assertThat(stored.getValue()).as("record %s", number).isEqualTo(records.get(number).value);
      times.merge(stored.getValue(), 1, Integer::sum);
      if (once) {
        assertThat(number).as("order in %s at offset %s", id, stored.getKey()).isGreaterThan(last);
      }
      last = number;
    }
    for (Sent record : records) {
      if (record.stored != null) {
        assertThat(times)
            .as("acknowledged, but not in the log of %s", id)
            .containsKey(record.value);
        if (record.stored.offset() >= 0) {
          assertThat(log.get(record.stored.offset()))
              .as("what is at the offset that was acknowledged")
              .isEqualTo(record.value);
        }
      }
      if (record.failure != null && !(record.failure instanceof OutcomeUnknownException)) {
        assertThat(times)
            .as("in the log of %s, although said not to be: %s", id, record.failure)
            .doesNotContainKey(record.value);
      }
      if (once) {
        assertThat(times.getOrDefault(record.value, 0)).as(record.value).isLessThanOrEqualTo(1);
      }
    }
  }

  /** By offset, in the order of the log. */
  static Map<Long, String> read(ScriptedPartition partition) {
    Map<Long, String> values = new java.util.LinkedHashMap<>();
    RecordBatches batches = RecordBatches.of(partition.contents());
    while (batches.next()) {
      batches.current().checkCrc();
      RecordCursor cursor =
          batches
              .current()
              .cursor(id -> Plugins.compression(id).create(new JsonObject()), 10_000_000);
      while (cursor.next()) {
        values.put(cursor.offset(), new String(cursor.value(), StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}

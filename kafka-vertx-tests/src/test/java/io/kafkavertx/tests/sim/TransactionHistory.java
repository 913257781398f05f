package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.record.ControlRecords;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done in transactions, what producers were told of them, and what the logs say. */
final class TransactionHistory {
  enum Outcome {
    COMMITTED,
    ABORTED,
    /** All of it may be there, or nothing. */
    UNKNOWN
  }

  /** One transaction; values are {@code rank/number/index}. */
  static final class Transaction {
    final String name;
    final Map<String, TopicPartition> values = new LinkedHashMap<>();

    /** The offset that it commits for the group; -1 for none. */
    long offset = -1;

    Outcome outcome = Outcome.UNKNOWN;
    Future<Void> begun;

    Transaction(int rank, int number) {
      name = rank + "/" + number;
    }
  }

  private final List<Transaction> transactions = new ArrayList<>();

  private int ranks;

  /**
   * A producer has become the one that may use the transactional id: those before it are fenced.
   */
  int takeOver() {
    return ++ranks;
  }

  /** In the order in which they begin; there is one at a time that can be committed. */
  Transaction begin(int rank, int number) {
    Transaction transaction = new Transaction(rank, number);
    transactions.add(transaction);
    return transaction;
  }

  long count(Outcome outcome) {
    return transactions.stream().filter(each -> each.outcome == outcome).count();
  }

  /** By offset, what a reader of committed records sees of a partition. */
  static Map<Long, String> committed(ScriptedPartition partition) {
    return committed(partition, false);
  }

  /** The same; fails when a transaction is open and may not be. */
  static Map<Long, String> committed(ScriptedPartition partition, boolean mayBeOpen) {
    Map<Long, Map<Long, String>> open = new HashMap<>();
    Map<Long, String> visible = new TreeMap<>();
    RecordBatches batches = RecordBatches.of(partition.contents());
    while (batches.next()) {
      RecordBatch batch = batches.current();
      RecordCursor cursor =
          batch.cursor(id -> Plugins.compression(id).create(new JsonObject()), 10_000_000);
      while (cursor.next()) {
        if (batch.isControl()) {
          Map<Long, String> ended = open.remove(batch.producerId());
          if (ended != null && ControlRecords.type(cursor) == ControlRecords.Type.COMMIT) {
            visible.putAll(ended);
          }
        } else {
          assertThat(batch.isTransactional()).isTrue();
          open.computeIfAbsent(batch.producerId(), id -> new TreeMap<>())
              .put(cursor.offset(), new String(cursor.value(), StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(open.isEmpty() || mayBeOpen).as("none is left open in %s", partition).isTrue();
    return visible;
  }

  /** Compares everything; {@code offset} is what the group has committed in the end. */
  void check(ScriptedCluster cluster, String topic, Long offset) {
    Map<String, TopicPartition> seen = new HashMap<>();
    for (ScriptedPartition partition : cluster.topic(topic).partitions()) {
      TopicPartition id = new TopicPartition(topic, partition.index());
      int[] last = {-1, -1, -1};
      committed(partition)
          .forEach(
              (at, value) -> {
                assertThat(seen.put(value, id)).as("a duplicate of %s", value).isNull();
                int[] number = numbers(value);
                assertThat(compare(last, number)).as("%s before %s", id, value).isLessThan(0);
                System.arraycopy(number, 0, last, 0, number.length);
              });
    }
    long expected = -1;
    for (Transaction transaction : transactions) {
      long there = transaction.values.keySet().stream().filter(seen::containsKey).count();
      boolean whole = there == transaction.values.size();
      assertThat(whole || there == 0)
          .as("transaction %s is torn: %s of %s", transaction.name, there, transaction.values)
          .isTrue();
      if (!transaction.values.isEmpty() && transaction.outcome != Outcome.UNKNOWN) {
        assertThat(whole)
            .as("transaction %s was told to be %s", transaction.name, transaction.outcome)
            .isEqualTo(transaction.outcome == Outcome.COMMITTED);
      }
      transaction.values.forEach(
          (value, partition) ->
              assertThat(seen.getOrDefault(value, partition)).as(value).isEqualTo(partition));
      if (whole && !transaction.values.isEmpty() && transaction.offset >= 0) {
        expected = transaction.offset;
      }
    }
    assertThat(offset == null ? -1 : offset).as("the group's offset").isEqualTo(expected);
  }

  private static int[] numbers(String value) {
    String[] parts = value.split("/");
    return new int[] {
      Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])
    };
  }

  private static int compare(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i]) {
        return Integer.compare(a[i], b[i]);
      }
    }
    return 0;
  }
}

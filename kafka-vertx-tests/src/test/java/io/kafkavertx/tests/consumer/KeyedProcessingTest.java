package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.ProcessOptions.OnFailure;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 100,000 records on a real broker, worked on by members that come and go, with work that fails at
 * random and ends late: each key in order and never by two at a time, each record done or in the
 * dead-letter topic. What a member has done beyond the first record that it has not is done again
 * by the next owner.
 */
@Tag("slow")
class KeyedProcessingTest extends ConsumerTestBase {
  private static final int RECORDS = 100_000;
  private static final int KEYS = 500;
  private static final int PARTITIONS = 8;

  /** What is being worked on, by any member. */
  private final Map<String, Integer> running = new ConcurrentHashMap<>();

  private final Set<Integer> done = ConcurrentHashMap.newKeySet();
  private final AtomicInteger again = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

  /** What one member knows of its partitions, on its loop. */
  private final class Ownerships {
    private final SplittableRandom random;
    private final Map<Integer, Map<String, Integer>> lastOfKey = new HashMap<>();

    Ownerships(int seed) {
      random = new SplittableRandom(seed);
    }

    Future<Void> assigned(Set<TopicPartition> partitions) {
      partitions.forEach(partition -> lastOfKey.put(partition.partition(), new HashMap<>()));
      return Future.succeededFuture();
    }

    Future<Void> gone(Set<TopicPartition> partitions) {
      partitions.forEach(partition -> lastOfKey.remove(partition.partition()));
      return Future.succeededFuture();
    }

    Future<?> work(ConsumerRecord<String, String> record) {
      int n = Integer.parseInt(record.value());
      String key = record.key();
      Map<String, Integer> latest = lastOfKey.get(record.partition());
      if (latest == null) {
        violations.add(n + " was started after its partition was taken");
      } else if (key != null) {
        Integer last = latest.put(key, n);
        if (last != null && last > n) {
          violations.add(n + " was started after " + last);
        }
      }
      return KeyedProcessingTest.this.work(n, key, random);
    }
  }

  private KafkaConsumer<String, String> member(int seed) {
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            vertx(),
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setGroupId(group)
                .setAutoOffsetReset("earliest")
                .setHeartbeatInterval(Duration.ofMillis(200))
                .setPartitionAssignmentStrategy(List.of("cooperative-sticky"))
                .setAutoCommitInterval(Duration.ofMillis(200)),
            Deserializer.string(),
            Deserializer.string());
    Ownerships owned = new Ownerships(seed);
    consumer.exceptionHandler(failure -> {});
    consumer.partitionsAssignedHandler(owned::assigned);
    consumer.partitionsRevokedHandler(owned::gone);
    consumer.process(
        new ProcessOptions()
            .setOrdering(Ordering.KEY)
            .setConcurrency(100)
            .setMaxRetries(2)
            .setRetryBackoff(Duration.ofMillis(2))
            .setRetryBackoffMax(Duration.ofMillis(5))
            .setOnFailure(OnFailure.DEAD_LETTER)
            .setDeadLetterTopic("{topic}-dead"),
        owned::work);
    return consumer;
  }

  private Future<?> work(int n, String key, SplittableRandom random) {
    Integer other = key == null ? null : running.put(key, n);
    if (other != null) {
      violations.add(n + " was started while " + other + " of the same key was worked on");
    }
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    // One in two hundred fails always, which ends in the dead-letter topic.
    boolean poison = n % 200 == 13;
    int chance = random.nextInt(100);
    if (poison || chance < 5) {
      left(key);
      failures.incrementAndGet();
      return Future.failedFuture("bad luck");
    }
    if (chance < 90) {
      end(n, key);
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    vertx()
        .setTimer(
            1 + random.nextInt(5),
            timer -> {
              end(n, key);
              promise.complete();
            });
    return promise.future();
  }

  private void left(String key) {
    inFlight.decrementAndGet();
    if (key != null) {
      running.remove(key);
    }
  }

  private void end(int n, String key) {
    left(key);
    if (!done.add(n)) {
      again.incrementAndGet();
    }
  }

  @Test
  void eachKeyInOrderAndEachRecordDoneOrADeadLetterWhileMembersComeAndGo() throws Exception {
    createTopic(PARTITIONS);
    SharedBroker.createTopic(topic + "-dead", 1);
    try (KafkaProducer<byte[], byte[]> producer = TestRecords.producer(Map.of())) {
      for (int n = 0; n < RECORDS; n++) {
        String key = n % 50 == 0 ? null : "key" + n % KEYS;
        producer.send(
            new ProducerRecord<>(
                topic, n % KEYS % PARTITIONS, key == null ? null : bytes(key), bytes("" + n)));
      }
    }
    Set<Integer> letters = ConcurrentHashMap.newKeySet();
    KafkaConsumer<String, String> reader =
        KafkaConsumer.create(vertx(), options(), Deserializer.string(), Deserializer.string());
    reader.handler(record -> letters.add(Integer.parseInt(record.value())));
    await(reader.assign(List.of(new TopicPartition(topic + "-dead", 0))));

    List<KafkaConsumer<String, String>> members = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      KafkaConsumer<String, String> member = member(i);
      members.add(member);
      await(member.subscribe(topic));
    }
    int moves = 0;
    while (ended(letters) < RECORDS && moves < 6) {
      int goal = Math.min(RECORDS, ended(letters) + RECORDS / 8);
      eventually(vertx(), "progress", () -> ended(letters) >= goal);
      moves++;
      if (members.size() == 2) {
        await(members.remove(0).close());
      } else {
        KafkaConsumer<String, String> member = member(10 + moves);
        members.add(member);
        await(member.subscribe(topic));
      }
    }
    eventually(vertx(), "all are done", () -> ended(letters) == RECORDS);
    for (KafkaConsumer<String, String> member : members) {
      await(member.close());
    }
    await(reader.close());
    assertThat(violations).isEmpty();
    long committed = await(committed());
    assertThat(committed).isEqualTo(RECORDS);
    assertThat(failures).hasValueGreaterThan(RECORDS / 30);
    assertThat(letters).hasSizeGreaterThanOrEqualTo(RECORDS / 200);
    assertThat(mostInFlight).hasValueLessThanOrEqualTo(200);
    assertThat(moves).as("members came and went").isGreaterThan(2);
    assertThat(again).as("done again by another member").hasValueLessThan(RECORDS / 2);
  }

  private int ended(Set<Integer> letters) {
    int ended = done.size();
    for (int n : letters) {
      ended += done.contains(n) ? 0 : 1;
    }
    return ended;
  }

  private Future<Long> committed() {
    KafkaConsumer<String, String> reader =
        KafkaConsumer.create(
            vertx(), options().setGroupId(group), Deserializer.string(), Deserializer.string());
    return reader
        .committed(partitions(PARTITIONS))
        .map(all -> all.values().stream().mapToLong(offset -> offset.offset()).sum())
        .eventually(reader::close);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

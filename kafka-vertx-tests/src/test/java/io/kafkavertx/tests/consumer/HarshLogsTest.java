package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.CorruptBatchException;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.proxy.Direction;
import io.kafkavertx.testkit.proxy.Fault;
import io.kafkavertx.testkit.proxy.FaultProxies;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens to logs, and to connections, on a real broker: compaction, deletion, topics that are
 * made again or grow, pieces of one byte, silence. Nothing is lost or repeated, no position moves
 * without an event.
 */
@Tag("slow")
@Timeout(600)
final class HarshLogsTest {
  private static FaultProxies proxies;
  private static KafkaBroker broker;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<OffsetReset> resets = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<ConsumerRecord<byte[], byte[]>> records =
      new ConcurrentLinkedQueue<>();
  private String topic;

  @BeforeAll
  static void start() throws Exception {
    ConsumerTestBase.warmUp();
    proxies = new FaultProxies();
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .advertised(proxies)
                .property("log.cleaner.backoff.ms", "50")
                .property("log.cleaner.enable", "true")
                .property("log.segment.delete.delay.ms", "100")
                .property("log.index.size.max.bytes", "4096"));
  }

  @AfterAll
  static void stop() {
    broker.close();
    proxies.close();
  }

  @BeforeEach
  void name() {
    topic = SharedBroker.name("harsh");
  }

  @AfterEach
  void heal() {
    proxies.node(1).heal();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  private void eventually(String what, BooleanSupplier condition) throws Exception {
    ConsumerTestBase.eventually(guard.vertx(), what, condition);
  }

  private ConsumerOptions options() {
    return new ConsumerOptions()
        .setBootstrapServers(broker.bootstrapServers())
        .setAutoOffsetReset("earliest");
  }

  private KafkaConsumer<byte[], byte[]> consumer(ConsumerOptions options) {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(guard.vertx(), options, Deserializer.bytes(), Deserializer.bytes());
    consumer.exceptionHandler(failures::add);
    consumer.offsetResetHandler(resets::add);
    return consumer.handler(records::add);
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  private List<Long> offsets() {
    return records.stream().map(ConsumerRecord::offset).toList();
  }

  private static List<Long> range(long from, long to) {
    List<Long> range = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      range.add(offset);
    }
    return range;
  }

  private static Map<String, Object> config(Object... more) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    for (int i = 0; i < more.length; i += 2) {
      config.put((String) more[i], more[i + 1]);
    }
    return config;
  }

  private void produce(int partitions, int from, int to) {
    TestRecords.produce(
        topic,
        partitions,
        from,
        to,
        config("linger.ms", 100, "batch.size", 16_384, "enable.idempotence", false));
  }

  /** An administrator for one request: its connections are not to outlive the test. */
  private static void admin(Function<Admin, KafkaFuture<?>> request) throws Exception {
    try (Admin admin = Admin.create(config())) {
      request.apply(admin).get(60, TimeUnit.SECONDS);
    }
  }

  private void createTopic(int partitions, Map<String, String> configs) throws Exception {
    NewTopic created = new NewTopic(topic, partitions, (short) 1).configs(configs);
    admin(admin -> admin.createTopics(List.of(created)).all());
  }

  /** One batch, by a producer of its own: the broker keeps the last batch of each, if empty. */
  private void batch(List<String> keys) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            config("linger.ms", 60_000, "batch.size", 1_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String key : keys) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, bytes, bytes));
      }
      producer.flush();
    }
  }

  private static List<String> keys(int batch, int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(batch + "/" + i);
    }
    return keys;
  }

  @Test
  void batchesThatCompactionHasEmptiedAreNoEndOfTheLog() throws Exception {
    createTopic(
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "100",
            "min.cleanable.dirty.ratio", "0.001",
            "delete.retention.ms", "0"));
    // Of batch n, n records are written again: of the last of them nothing is left.
    List<String> again = new ArrayList<>();
    for (int n = 0; n <= 5; n++) {
      batch(keys(n, 5));
      again.addAll(keys(n, n));
    }
    batch(again);
    TimeUnit.MILLISECONDS.sleep(150);
    batch(List.of("another segment"));
    TimeUnit.MILLISECONDS.sleep(150);
    batch(List.of("and the active one"));
    long end = 30 + 15 + 2;
    List<Long> left = new ArrayList<>();
    for (int n = 0; n <= 5; n++) {
      left.addAll(range(n * 5L + n, n * 5L + 5));
    }
    left.addAll(range(30, end));
    // A seek waits for the fetch that is under way.
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setFetchMaxWait(Duration.ofMillis(20)));
    await(consumer.assign(List.of(partition(0))));
    eventually("the last record", () -> offsets().contains(end - 1));
    for (int attempt = 0; !offsets().equals(left); attempt++) {
      assertThat(attempt).as("compacted: %s", offsets()).isLessThan(300);
      TimeUnit.MILLISECONDS.sleep(100);
      again(consumer, 0);
      eventually("the last record", () -> offsets().contains(end - 1));
    }
    for (long from = 0; from < end; from++) {
      long position = from;
      again(consumer, position);
      eventually("the last record", () -> offsets().contains(end - 1));
      assertThat(offsets()).isEqualTo(left.stream().filter(o -> o >= position).toList());
      assertThat(await(consumer.position(partition(0)))).isEqualTo(end);
    }
    assertThat(failures).isEmpty();
    assertThat(resets).hasSize(1);
    await(consumer.close());
  }

  /** Reads from there; what came before is forgotten. */
  private void again(KafkaConsumer<byte[], byte[]> consumer, long from) throws Exception {
    consumer.pause();
    await(consumer.seek(partition(0), from));
    records.clear();
    consumer.resume();
  }

  @Test
  void recordsDeletedBeforeTheyWereReadAreToldAndReadingGoesOn() throws Exception {
    createTopic(1, Map.of());
    produce(1, 0, 2_000);
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setMaxPartitionFetchBytes(1_000));
    consumer.pause();
    consumer.fetch(100);
    await(consumer.assign(List.of(partition(0))));
    eventually("the first records", () -> records.size() == 100);
    var deleted = new org.apache.kafka.common.TopicPartition(topic, 0);
    admin(admin -> admin.deleteRecords(Map.of(deleted, RecordsToDelete.beforeOffset(1_900))).all());
    consumer.resume();
    eventually("the last record", () -> offsets().contains(1_999L));
    assertThat(resets).hasSize(2);
    OffsetReset told = List.copyOf(resets).get(1);
    assertThat(told.reason()).isEqualTo(OffsetReset.Reason.OUT_OF_RANGE);
    assertThat(told.to()).isEqualTo(1_900);
    // What had been fetched is delivered; the gap is exactly the one that was told.
    List<Long> expected = range(0, told.from());
    expected.addAll(range(1_900, 2_000));
    assertThat(offsets()).isEqualTo(expected);
    assertThat(told.from()).isBetween(100L, 1_899L);
    assertThat(failures).isEmpty();
    await(consumer.close());
  }

  @Test
  void aTopicThatIsMadeAgainIsToldAndReadByPolicy() throws Exception {
    createTopic(1, Map.of());
    produce(1, 0, 500);
    // It would make the topic itself.
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setAllowAutoCreateTopics(false));
    await(consumer.assign(List.of(partition(0))));
    eventually("the first records", () -> records.size() == 500);
    admin(admin -> admin.deleteTopics(List.of(topic)).all());
    createTopic(1, Map.of());
    produce(1, 0, 700);
    eventually("the records of the new topic", () -> records.size() >= 1_200);
    List<Long> expected = range(0, 500);
    expected.addAll(range(0, 700));
    assertThat(offsets()).isEqualTo(expected);
    assertThat(resets).hasSize(2);
    assertThat(List.copyOf(resets).get(1))
        .isEqualTo(new OffsetReset(partition(0), 500, 0, OffsetReset.Reason.TOPIC_RECREATED));
    assertThat(failures).isEmpty();
    await(consumer.close());
  }

  @Test
  void partitionsThatAreAddedAreReadFromTheirFirstRecordWhateverThePolicy() throws Exception {
    for (String policy : List.of("earliest", "latest")) {
      topic = SharedBroker.name("grows-" + policy);
      records.clear();
      createTopic(1, Map.of());
      KafkaConsumer<byte[], byte[]> consumer =
          consumer(
              options()
                  .setGroupId(topic)
                  .setAutoOffsetReset(policy)
                  .setMetadataMaxAge(Duration.ofSeconds(2)));
      await(consumer.subscribe(topic));
      await(consumer.position(partition(0)));
      admin(admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all());
      produce(3, 0, 300);
      eventually("all records of " + policy, () -> records.size() >= 300);
      TreeMap<Integer, List<Long>> byPartition = new TreeMap<>();
      records.forEach(
          r -> byPartition.computeIfAbsent(r.partition(), p -> new ArrayList<>()).add(r.offset()));
      assertThat(byPartition)
          .isEqualTo(Map.of(0, range(0, 100), 1, range(0, 100), 2, range(0, 100)));
      assertThat(failures).isEmpty();
      await(consumer.close());
    }
  }

  @Test
  void answersInPiecesOfOneByteAreReadAllTheSame() throws Exception {
    createTopic(1, Map.of());
    produce(1, 0, 300);
    proxies.node(1).faults(Fault.split(1));
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setGroupId(topic));
    await(consumer.subscribe(topic));
    eventually("all records", () -> records.size() >= 300);
    records.forEach(record -> TestRecords.check(record, (int) record.offset()));
    await(consumer.commit());
    assertThat(await(consumer.committed(List.of(partition(0)))).get(partition(0)).offset())
        .isEqualTo(300);
    assertThat(offsets()).isEqualTo(range(0, 300));
    assertThat(failures).isEmpty();
    await(consumer.close());
  }

  @Test
  void aHalfOpenConnectionIsGivenUpAndReadingGoesOnWhereItWas() throws Exception {
    createTopic(1, Map.of());
    produce(1, 0, 100);
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setRequestTimeout(Duration.ofSeconds(1)));
    await(consumer.assign(List.of(partition(0))));
    eventually("the first records", () -> records.size() == 100);
    int expected = 100;
    for (Direction silent : Direction.values()) {
      int before = proxies.node(1).acceptedConnections();
      proxies.node(1).faults(silent, Fault.blackHole());
      // Whatever is sent or answered now is gone, and no end of a connection is seen.
      eventually("another attempt", () -> proxies.node(1).acceptedConnections() > before);
      proxies.node(1).heal();
      produce(1, expected, expected + 100);
      expected += 100;
      int size = expected;
      eventually("records after silence of " + silent, () -> records.size() >= size);
    }
    assertThat(offsets()).isEqualTo(range(0, expected));
    assertThat(failures).isEmpty();
    assertThat(resets).hasSize(1);
    await(consumer.close());
  }

  @Test
  void aBatchThatUnpacksToTooMuchStopsItsPartitionAndNoOther() throws Exception {
    createTopic(2, Map.of());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            config("compression.type", "gzip", "max.request.size", 1 << 26),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[10])).get();
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[20_000_000])).get();
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[10])).get();
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>(topic, 1, null, new byte[10]));
      }
    }
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setMaxUncompressedBatchBytes(1_000_000));
    await(consumer.assign(List.of(partition(0), partition(1))));
    eventually("all but the bomb", () -> records.size() == 101 && !failures.isEmpty());
    assertThat(failures)
        .singleElement()
        .isInstanceOfSatisfying(
            CorruptBatchException.class,
            e ->
                assertThat(e)
                    .hasMessageContaining(topic + "-0")
                    .hasMessageContaining("stands still at offset 1")
                    .hasMessageContaining("seek to 2"));
    await(consumer.seek(partition(0), new OffsetAndMetadata(2)));
    eventually("what comes after it", () -> records.size() == 102);
    await(consumer.close());
  }

  @Test
  void aThousandPartitionsOfBacklogStayWithinTheBoundWhileTheStreamIsPaused() throws Exception {
    int partitions = 1_000;
    int count = 50_000;
    long bound = 1 << 20;
    broker.createTopic(topic, partitions);
    produce(partitions, 0, count);
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setMaxBufferedBytes(bound));
    List<TopicPartition> all = new ArrayList<>();
    for (int number = 0; number < partitions; number++) {
      all.add(partition(number));
    }
    long[] next = new long[partitions];
    AtomicInteger read = new AtomicInteger();
    long most = 0;
    consumer.handler(
        record -> {
          if (record.offset() != next[record.partition()]++) {
            failures.add(new AssertionError("unexpected " + record));
          }
          read.incrementAndGet();
        });
    consumer.pause();
    await(consumer.assign(all));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    while (System.nanoTime() < deadline) {
      most = Math.max(most, buffered(consumer));
      TimeUnit.MILLISECONDS.sleep(20);
    }
    // Room is left for one answer that may still come.
    assertThat(most).isBetween(bound / 3, bound);
    consumer.resume();
    while (read.get() < count) {
      most = Math.max(most, buffered(consumer));
      TimeUnit.MILLISECONDS.sleep(20);
      assertThat(failures).isEmpty();
    }
    assertThat(most).isLessThanOrEqualTo(bound);
    assertThat(read.get()).isEqualTo(count);
    await(consumer.close());
  }

  private static long buffered(KafkaConsumer<?, ?> consumer) throws Exception {
    return await(consumer.metrics()).entrySet().stream()
        .filter(value -> value.getKey().name().equals("kafka.consumer.buffered"))
        .mapToLong(value -> value.getValue().longValue())
        .sum();
  }
}

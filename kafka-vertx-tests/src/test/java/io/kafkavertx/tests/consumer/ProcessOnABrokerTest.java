package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.ProcessOptions.OnFailure;
import io.kafkavertx.Processing;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code process} on real threads and a real broker. */
class ProcessOnABrokerTest extends ConsumerTestBase {
  private final List<Throwable> reported = new CopyOnWriteArrayList<>();

  private ConsumerOptions grouped() {
    return options()
        .setGroupId(group)
        .setAutoCommitInterval(Duration.ofMillis(100))
        .setHeartbeatInterval(Duration.ofMillis(300));
  }

  private Processing process(
      KafkaConsumer<byte[], byte[]> consumer,
      ProcessOptions options,
      Function<ConsumerRecord<byte[], byte[]>, Future<?>> work) {
    consumer.exceptionHandler(reported::add);
    return consumer.process(options, work);
  }

  private long committed(int partitions) throws Exception {
    KafkaConsumer<byte[], byte[]> reader = consumer(grouped());
    try {
      return await(reader.committed(partitions(partitions))).values().stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } finally {
      await(reader.close());
    }
  }

  @Test
  void aDeadLetterOnTheBrokerIsTheRecordByteForByte() throws Exception {
    createTopic(2);
    SharedBroker.createTopic(topic + "-dead", 1);
    TestRecords.produce(topic, 2, 0, 200, Map.of());
    Set<Integer> processed = new ConcurrentSkipListSet<>();
    KafkaConsumer<byte[], byte[]> consumer = consumer(grouped());
    process(
        consumer,
        new ProcessOptions()
            .setOrdering(Ordering.KEY)
            .setMaxRetries(1)
            .setRetryBackoff(Duration.ofMillis(5))
            .setOnFailure(OnFailure.DEAD_LETTER)
            .setDeadLetterTopic("{topic}-dead"),
        record -> {
          int n = TestRecords.number(record, 2);
          if (n % 10 == 7) {
            return Future.failedFuture(new IllegalStateException("no sevens"));
          }
          processed.add(n);
          return Future.succeededFuture();
        });
    await(consumer.subscribe(topic));
    eventually(vertx(), "all are done", () -> processed.size() == 180 && reported.size() == 20);
    await(consumer.close());
    assertThat(committed(2)).isEqualTo(200);

    List<ConsumerRecord<byte[], byte[]>> letters = new CopyOnWriteArrayList<>();
    KafkaConsumer<byte[], byte[]> reader = consumer(options());
    reader.handler(letters::add);
    await(reader.assign(List.of(new TopicPartition(topic + "-dead", 0))));
    eventually(vertx(), "the dead letters", () -> letters.size() == 20);
    await(reader.close());
    Set<Integer> numbers = new ConcurrentSkipListSet<>();
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      int partition = Integer.parseInt(text(letter, "dead-letter-partition"));
      int offset = Integer.parseInt(text(letter, "dead-letter-offset"));
      int n = offset * 2 + partition;
      numbers.add(n);
      assertThat(letter.key()).isEqualTo(TestRecords.key(n));
      assertThat(letter.value()).isEqualTo(TestRecords.value(n));
      List<Header> original = TestRecords.headers(n);
      assertThat(letter.headers().subList(0, original.size())).isEqualTo(original);
      assertThat(text(letter, "dead-letter-topic")).isEqualTo(topic);
      assertThat(text(letter, "dead-letter-timestamp"))
          .isEqualTo(Long.toString(TestRecords.timestamp(n)));
      assertThat(text(letter, "dead-letter-attempts")).isEqualTo("2");
      assertThat(text(letter, "dead-letter-group")).isEqualTo(group);
      assertThat(text(letter, "dead-letter-message")).isEqualTo("no sevens");
    }
    assertThat(numbers).hasSize(20).allMatch(n -> n % 10 == 7);
  }

  private static String text(ConsumerRecord<?, ?> record, String header) {
    return new String(record.header(header).value(), StandardCharsets.UTF_8);
  }

  @Test
  void aProducerThatIsGivenWritesTheDeadLettersAndStaysOpen() throws Exception {
    createTopic(1);
    SharedBroker.createTopic(topic + "-dead", 1);
    TestRecords.produce(topic, 1, 0, 3, Map.of());
    KafkaProducer<byte[], byte[]> producer =
        KafkaProducer.create(
            vertx(),
            new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers()),
            Serializer.bytes(),
            Serializer.bytes());
    KafkaConsumer<byte[], byte[]> consumer = consumer(grouped());
    process(
        consumer,
        new ProcessOptions()
            .setMaxRetries(0)
            .setOnFailure(OnFailure.DEAD_LETTER)
            .setDeadLetterTopic(topic + "-dead")
            .setDeadLetterProducer(producer),
        record -> Future.failedFuture("no"));
    await(consumer.subscribe(topic));
    eventually(vertx(), "three dead letters", () -> reported.size() == 3);
    await(consumer.close());
    assertThat(await(producer.partitionsFor(topic + "-dead"))).hasSize(1);
    await(producer.close());
    assertThat(committed(1)).isEqualTo(3);
  }

  @Test
  void blockingWorkRunsOnWorkersSeveralAtATimeAndHoldsUpNobodyElse() throws Exception {
    createTopic(4);
    TestRecords.produce(topic, 4, 0, 400, Map.of());
    CountDownLatch hold = new CountDownLatch(1);
    Set<Integer> processed = new ConcurrentSkipListSet<>();
    KafkaConsumer<byte[], byte[]> consumer = consumer(grouped());
    Processing processing =
        process(
            consumer,
            new ProcessOptions().setConcurrency(8).setBlocking(true),
            record -> {
              assertThat(Context.isOnWorkerThread()).isTrue();
              if (record.partition() == 0) {
                awaitLatch(hold);
              }
              processed.add(TestRecords.number(record, 4));
              return Future.succeededFuture();
            });
    await(consumer.subscribe(topic));
    eventually(vertx(), "the other partitions go on", () -> processed.size() == 300);
    assertThat(processed).noneMatch(n -> n % 4 == 0);
    assertThat(await(processing.status()).inFlight()).isEqualTo(1);
    hold.countDown();
    eventually(vertx(), "all go on", () -> processed.size() == 400);
    await(consumer.close());
    assertThat(committed(4)).isEqualTo(400);
    assertThat(reported).isEmpty();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Tag("slow")
  @Test
  void aWorkerThatBlocksForLongerThanASessionKeepsItsPartitionsAndGoesOn() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 100, Map.of());
    Set<Integer> processed = new ConcurrentSkipListSet<>();
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger revoked = new AtomicInteger();
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(grouped().setSessionTimeout(Duration.ofSeconds(6)));
    consumer.partitionsLostHandler(
        gone -> {
          revoked.incrementAndGet();
          return Future.succeededFuture();
        });
    VerticleBase verticle =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            process(
                consumer,
                new ProcessOptions(),
                record -> {
                  calls.incrementAndGet();
                  if (record.partition() == 0 && record.offset() == 0) {
                    blockForSevenSeconds();
                  }
                  processed.add(TestRecords.number(record, 2));
                  return Future.succeededFuture();
                });
            return Future.succeededFuture();
          }
        };
    await(
        vertx()
            .deployVerticle(
                verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    await(consumer.subscribe(topic));
    eventually(vertx(), "all are done", () -> processed.size() == 100);
    await(consumer.close());
    assertThat(calls).hasValue(100);
    assertThat(revoked).hasValue(0);
    assertThat(committed(2)).isEqualTo(100);
    assertThat(reported).isEmpty();
  }

  /** The thread itself stands still: a timer of its context could not end that. */
  private static void blockForSevenSeconds() {
    try {
      TimeUnit.SECONDS.sleep(7);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closeInsideTheWorkEndsTheConsumerAtOnce() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 10, Map.of());
    for (boolean onLoop : new boolean[] {true, false}) {
      Promise<Long> closed = Promise.promise();
      KafkaConsumer<byte[], byte[]> consumer =
          await(onLoop(() -> Future.succeededFuture(consumer(grouped().setGroupId(null)))));
      Future<Void> set =
          onLoop(
              () -> {
                process(
                    consumer,
                    new ProcessOptions(),
                    record -> {
                      if (record.offset() != 4) {
                        return Future.succeededFuture();
                      }
                      long start = System.nanoTime();
                      Future<Void> closing = consumer.close();
                      closing.onComplete(
                          done -> closed.complete((System.nanoTime() - start) / 1_000_000));
                      return closing;
                    });
                return Future.succeededFuture();
              });
      await(set);
      await(consumer.assign(partitions(1)));
      // It would take three quarters of thirty seconds if it waited for itself.
      assertThat(await(closed.future())).isLessThan(15_000);
    }
  }

  @Test
  void eachCallerGetsItsRecordsOnItsOwnContext() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 50, Map.of());
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    Context caller = vertx().getOrCreateContext();
    Set<Context> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger count = new AtomicInteger();
    await(
        on(
            caller,
            () -> {
              process(
                  consumer,
                  new ProcessOptions().setOrdering(Ordering.NONE),
                  record -> {
                    seen.add(vertx().getOrCreateContext());
                    count.incrementAndGet();
                    return vertx().timer(1, TimeUnit.MILLISECONDS);
                  });
              return consumer.assign(partitions(1));
            }));
    eventually(vertx(), "all are worked on", () -> count.get() == 50);
    assertThat(seen).containsExactly(caller);
    await(consumer.close());
  }

  @Test
  void recordsGoOneWayOnly() throws Exception {
    createTopic(1);
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    consumer.exceptionHandler(reported::add);
    consumer.handler(record -> {});
    Processing refused = consumer.process(record -> Future.succeededFuture());
    assertThat(failure(refused.status())).isInstanceOf(IllegalStateException.class);
    eventually(vertx(), "it is told", () -> reported.size() == 1);
    await(consumer.close());
    assertThatThrownBy(
            () ->
                consumer.process(
                    new ProcessOptions().setOnFailure(OnFailure.DEAD_LETTER),
                    record -> Future.succeededFuture()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("deadLetterTopic");
  }

  @Test
  void aTombstoneAndHeadersPassUnchanged() throws Exception {
    createTopic(1);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      records.add(TestRecords.record(topic, 1, n));
    }
    try (var producer = TestRecords.producer(Map.of())) {
      records.forEach(producer::send);
    }
    AtomicInteger count = new AtomicInteger();
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    process(
        consumer,
        new ProcessOptions()
            .setOnFailure(OnFailure.DEAD_LETTER)
            .setDeadLetterTopic("never")
            .setMaxRetries(0),
        record -> {
          TestRecords.check(record, (int) record.offset());
          count.incrementAndGet();
          return Future.succeededFuture();
        });
    await(consumer.assign(partitions(1)));
    eventually(vertx(), "all", () -> count.get() == 60 || !reported.isEmpty());
    await(consumer.close());
    assertThat(reported.stream().map(RecordFailedException.class::cast)).isEmpty();
  }
}

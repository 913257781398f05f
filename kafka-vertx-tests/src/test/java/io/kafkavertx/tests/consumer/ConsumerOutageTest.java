package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.MortalBroker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A consumer whose only broker is not there yet, or dies. */
@Tag("slow")
@Timeout(300)
final class ConsumerOutageTest {
  private static final int RECORDS = 2000;

  @RegisterExtension static final MortalBroker BROKER = new MortalBroker();

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final String topic = BROKER.newTopic();
  private final TopicPartition partition = new TopicPartition(topic, 0);
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void warmUp() throws Exception {
    ConsumerTestBase.warmUp();
  }

  private ConsumerOptions options() {
    return new ConsumerOptions()
        .setBootstrapServers(BROKER.get().bootstrapServers())
        .setGroupId(topic)
        .setAutoOffsetReset("earliest")
        .setAutoCommitInterval(Duration.ofMillis(50));
  }

  private KafkaConsumer<byte[], String> consumer(ConsumerOptions options) {
    KafkaConsumer<byte[], String> consumer =
        KafkaConsumer.create(guard.vertx(), options, Deserializer.bytes(), Deserializer.string());
    return consumer.exceptionHandler(failures::add);
  }

  private KafkaProducer<byte[], String> producer() {
    return KafkaProducer.create(
        guard.vertx(),
        new ProducerOptions().setBootstrapServers(BROKER.get().bootstrapServers()).setAcks("all"),
        Serializer.bytes(),
        Serializer.string());
  }

  private List<Future<RecordMetadata>> send(
      KafkaProducer<byte[], String> producer, int from, int to) {
    List<Future<RecordMetadata>> results = new ArrayList<>();
    for (int number = from; number < to; number++) {
      results.add(
          producer.send(
              new ProducerRecord<>(topic, 0, null, null, Integer.toString(number), List.of())));
    }
    return results;
  }

  private void produceAll() throws Exception {
    KafkaProducer<byte[], String> producer = producer();
    await(Future.all(send(producer, 0, RECORDS)));
    await(producer.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  /** Counts what comes to a consumer, and sees that nothing is left out. */
  private final class Seen {
    private final CompletableFuture<Void> some = new CompletableFuture<>();
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private long next;
    private int again;

    void record(ConsumerRecord<byte[], String> record) {
      if (record.offset() > next) {
        failures.add(new AssertionError("after offset " + (next - 1) + " came " + record));
      } else if (record.offset() < next) {
        again++;
      }
      if (!record.value().equals(Long.toString(record.offset()))) {
        failures.add(new AssertionError("unexpected value " + record.value() + " of " + record));
      }
      next = Math.max(next, record.offset() + 1);
      if (next == RECORDS / 4) {
        some.complete(null);
      } else if (next == RECORDS) {
        all.complete(null);
      }
    }
  }

  @Test
  void aConsumerThatIsThereBeforeItsBrokerReadsWhenItComes() throws Exception {
    produceAll();
    BROKER.get().kill();
    Seen bySubscription = new Seen();
    Seen byAssignment = new Seen();
    try (CapturedLog log = CapturedLog.start()) {
      KafkaConsumer<byte[], String> subscriber = consumer(options());
      subscriber.handler(bySubscription::record);
      Future<Void> joined = subscriber.subscribe(topic);
      KafkaConsumer<byte[], String> reader = consumer(options().setGroupId(null));
      reader.handler(byAssignment::record);
      await(reader.assign(List.of(partition)));
      assertThat(log.await("No metadata, trying again", BROKER.get().bootstrapServers()))
          .containsIgnoringCase("connection refused");
      assertThat(joined.isComplete()).isFalse();
      BROKER.get().restart();
      await(joined);
      bySubscription.all.get(120, TimeUnit.SECONDS);
      byAssignment.all.get(120, TimeUnit.SECONDS);
      await(subscriber.close());
      await(reader.close());
    }
    assertThat(failures).isEmpty();
    assertThat(bySubscription.again).isZero();
    assertThat(byAssignment.again).isZero();
  }

  @Test
  void aBrokerThatDiesAndComesBackCostsNoRecord() throws Exception {
    Seen seen = new Seen();
    KafkaConsumer<byte[], String> consumer = consumer(options());
    consumer.handler(seen::record);
    await(consumer.subscribe(topic));
    KafkaProducer<byte[], String> producer = producer();
    List<Future<RecordMetadata>> results = send(producer, 0, RECORDS / 2);
    seen.some.get(120, TimeUnit.SECONDS);
    BROKER.get().kill();
    results.addAll(send(producer, RECORDS / 2, RECORDS));
    BROKER.get().restart();
    await(Future.all(results));
    seen.all.get(120, TimeUnit.SECONDS);
    await(consumer.commit());
    assertThat(await(consumer.committed(List.of(partition))).get(partition).offset())
        .isEqualTo(RECORDS);
    await(producer.close());
    await(consumer.close());
    assertThat(failures).isEmpty();
  }

  @Test
  void whatIsAskedOfADeadBrokerFailsInTimeWithTheConnectionsError() throws Exception {
    KafkaConsumer<byte[], String> consumer =
        consumer(
            options()
                .setRequestTimeout(Duration.ofSeconds(1))
                .setDefaultApiTimeout(Duration.ofSeconds(2)));
    await(consumer.assign(List.of(partition)));
    await(consumer.position(partition));
    BROKER.get().kill();
    assertThatIsToldFailure("commit", topic, consumer.commit());
    assertThatIsToldFailure("committed", topic, consumer.committed(List.of(partition)));
    assertThatIsToldFailure("endOffsets", topic + "-0", consumer.endOffsets(List.of(partition)));
    assertThatIsToldFailure("partitionsFor", "unheard", consumer.partitionsFor("unheard"));
    assertThat(await(consumer.poll(Duration.ofMillis(100))).isEmpty()).isTrue();
    await(consumer.close(Duration.ofMillis(100)));
  }

  private void assertThatIsToldFailure(String what, String about, Future<?> result)
      throws Exception {
    Throwable failure =
        await(result.map(done -> (Throwable) null).recover(Future::succeededFuture));
    assertThat(failure)
        .as(what)
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining(about)
        .hasMessageContaining(BROKER.get().bootstrapServers())
        .hasMessageContaining("Connection refused");
  }

  @Test
  void closeIsBoundedWhenTheBrokerHasDied() throws Exception {
    Seen seen = new Seen();
    // No automatic commit before closing: then there is something to commit, and nobody to take it.
    KafkaConsumer<byte[], String> consumer =
        consumer(
            options()
                .setAutoCommitInterval(Duration.ofHours(1))
                .setDefaultApiTimeout(Duration.ofMinutes(10))
                .setRequestTimeout(Duration.ofMinutes(10)));
    consumer.handler(seen::record);
    await(consumer.subscribe(topic));
    produceAll();
    seen.all.get(120, TimeUnit.SECONDS);
    BROKER.get().kill();
    // Its own bound: await() gives up before any other time-out here could end it.
    await(consumer.close(Duration.ofMillis(500)));
  }
}

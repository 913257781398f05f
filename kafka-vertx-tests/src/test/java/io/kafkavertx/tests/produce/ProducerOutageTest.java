package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.MortalBroker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A producer whose only broker is not there yet, or dies. */
@Tag("slow")
@Timeout(300)
final class ProducerOutageTest {
  private static final int RECORDS = 50_000;

  @RegisterExtension static final MortalBroker BROKER = new MortalBroker();

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final String topic = BROKER.newTopic();

  @BeforeAll
  static void warmUp() throws Exception {
    WarmUp.send(BROKER.get().bootstrapServers(), BROKER.newTopic());
  }

  private static ProducerOptions options() {
    return new ProducerOptions().setBootstrapServers(BROKER.get().bootstrapServers());
  }

  private KafkaProducer<byte[], String> producer(ProducerOptions options) {
    return KafkaProducer.create(guard.vertx(), options, Serializer.bytes(), Serializer.string());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  private ProducerRecord<byte[], String> record(String value) {
    return new ProducerRecord<>(topic, 0, null, null, value, List.of());
  }

  private List<Future<RecordMetadata>> send(KafkaProducer<byte[], String> producer, int count) {
    List<Future<RecordMetadata>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(producer.send(record("v" + i)));
    }
    return results;
  }

  private static Throwable failure(Future<?> result) throws Exception {
    Throwable failure =
        await(result.map(stored -> (Throwable) null).recover(Future::succeededFuture));
    assertThat(failure).as("why the record was not stored").isNotNull();
    return failure;
  }

  private void assertStoredOnceInOrder(int count) {
    List<String> stored = JavaClientReader.values(BROKER.get().bootstrapServers(), topic, count);
    assertThat(stored).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(stored.get(i)).isEqualTo("v" + i);
    }
  }

  @Test
  void recordsSentBeforeTheBrokerIsThereAreStoredWhenItComes() throws Exception {
    BROKER.get().kill();
    try (CapturedLog log = CapturedLog.start()) {
      KafkaProducer<byte[], String> producer = producer(options());
      List<Future<RecordMetadata>> results = send(producer, 1000);
      String said = log.await("No metadata, trying again", BROKER.get().bootstrapServers());
      assertThat(said).containsIgnoringCase("connection refused");
      assertThat(results).noneMatch(Future::isComplete);
      BROKER.get().restart();
      await(Future.all(results));
      await(producer.close());
    }
    assertStoredOnceInOrder(1000);
  }

  @Test
  void aBrokerThatDiesAndComesBackLosesNothingAndStoresNothingTwice() throws Exception {
    KafkaProducer<byte[], String> producer = producer(options().setAcks("all"));
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> someStored = new CompletableFuture<>();
    Sending<byte[], String> sending =
        Sending.start(
            guard.vertx(),
            producer,
            number -> record("v" + number),
            RECORDS,
            (number, failure) -> {
              if (failure != null) {
                failures.add(failure);
              } else if (number == RECORDS / 5) {
                someStored.complete(null);
              }
            });
    sending.allow(RECORDS / 2);
    someStored.get(120, TimeUnit.SECONDS);
    BROKER.get().kill();
    sending.allow(RECORDS);
    BROKER.get().restart();
    await(sending.done());
    await(producer.close());
    assertThat(failures).isEmpty();
    assertStoredOnceInOrder(RECORDS);
  }

  @Test
  void whatAnOutageOutlastsFailsWithThePartitionTheTimesAndTheConnectionsError() throws Exception {
    KafkaProducer<byte[], String> producer =
        producer(
            options()
                .setRequestTimeout(Duration.ofSeconds(1))
                .setDeliveryTimeout(Duration.ofSeconds(2)));
    await(send(producer, 1).get(0));
    BROKER.get().kill();
    for (Future<RecordMetadata> result : send(producer, 10)) {
      assertThat(failure(result))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining(topic + "-0")
          .hasMessageContaining("delivery timeout of 2000 ms")
          .hasMessageContaining("ms waiting to be sent")
          .hasMessageContaining(BROKER.get().bootstrapServers())
          .hasMessageContaining("Connection refused");
    }
    await(producer.close());
  }

  @Test
  void whereThereNeverWasABrokerTheFailureSaysSo() throws Exception {
    BROKER.get().kill();
    KafkaProducer<byte[], String> producer =
        producer(
            options()
                .setRequestTimeout(Duration.ofSeconds(1))
                .setDeliveryTimeout(Duration.ofSeconds(2)));
    for (Future<RecordMetadata> result : send(producer, 10)) {
      assertThat(failure(result))
          .isInstanceOf(KafkaTimeoutException.class)
          .hasMessageContaining(topic + "-0")
          .hasMessageContaining("delivery timeout of 2000 ms")
          .hasMessageContaining(BROKER.get().bootstrapServers())
          .hasMessageContaining("Connection refused")
          .hasRootCauseInstanceOf(java.net.ConnectException.class);
    }
    await(producer.close());
  }

  @Test
  void closeIsBoundedWhenTheBrokerHasDied() throws Exception {
    KafkaProducer<byte[], String> producer = producer(options());
    await(send(producer, 1).get(0));
    BROKER.get().kill();
    List<Future<RecordMetadata>> results = send(producer, 10);
    // Without a bound this takes the delivery timeout of two minutes, longer than await() does.
    await(producer.close(Duration.ofMillis(300)));
    for (Future<RecordMetadata> result : results) {
      assertThat(result.isComplete()).isTrue();
      assertThat(failure(result)).hasMessageContaining(topic + "-0").hasMessageContaining("close");
    }
  }

  /** Runs on an event loop that nobody may block: the guard watches it. */
  private <T> T onLoop(Supplier<T> work) throws Exception {
    Promise<T> promise = Promise.promise();
    guard.vertx().getOrCreateContext().runOnContext(start -> promise.complete(work.get()));
    return await(promise.future());
  }

  @Test
  void sendingFromAnEventLoopWithoutABrokerPendsAndFailsWithTheCause() throws Exception {
    BROKER.get().kill();
    List<Future<RecordMetadata>> results = new ArrayList<>();
    KafkaProducer<byte[], String> producer =
        onLoop(
            () -> {
              KafkaProducer<byte[], String> made =
                  producer(
                      options()
                          .setRequestTimeout(Duration.ofSeconds(1))
                          .setDeliveryTimeout(Duration.ofSeconds(2)));
              results.addAll(send(made, 500));
              // Within the turn nothing can have been decided, and nothing was waited for.
              assertThat(results).noneMatch(Future::isComplete);
              return made;
            });
    for (Future<RecordMetadata> result : results) {
      assertThat(failure(result))
          .isInstanceOf(KafkaTimeoutException.class)
          .hasMessageContaining("delivery timeout of 2000 ms")
          .hasMessageContaining("Connection refused");
    }
    await(producer.close());
  }

  @Test
  void aBufferThatIsFullWithoutABrokerSaysSoAndEmptiesWhenItComes() throws Exception {
    BROKER.get().kill();
    Promise<Void> drained = Promise.promise();
    List<Future<RecordMetadata>> results = new ArrayList<>();
    KafkaProducer<byte[], String> producer =
        onLoop(
            () -> {
              KafkaProducer<byte[], String> made =
                  producer(options().setWriteQueueMaxSize(20_000).setBufferMemory(60_000));
              while (!made.writeQueueFull()) {
                results.add(made.send(record("v" + results.size())));
              }
              made.drainHandler(done -> drained.tryComplete());
              return made;
            });
    assertThat(results).hasSizeGreaterThan(100).noneMatch(Future::isComplete);
    assertThat(producer.writeQueueFull()).isTrue();
    BROKER.get().restart();
    await(drained.future());
    await(Future.all(results));
    assertThat(producer.writeQueueFull()).isFalse();
    await(producer.close());
    assertStoredOnceInOrder(results.size());
  }
}

package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One producer, called by several threads at once. */
class ManyThreadsTest {
  private static final int THREADS = 4;
  private static final int RECORDS = 5_000;

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private final Phaser drains = new Phaser(1);
  private Vertx elsewhere;
  private ScriptedServer brokers;

  @BeforeEach
  void start() throws Exception {
    elsewhere = Vertx.vertx();
    brokers = get(ScriptedServer.start(elsewhere, 1));
    get(brokers.run(cluster -> cluster.createTopic("orders", THREADS)));
  }

  @AfterEach
  void stop() throws Exception {
    get(brokers.close());
    get(elsewhere.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void nothingIsLostAndWhoeverStopsAtFullIsTold() throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guarded.vertx(),
            new ProducerOptions()
                .setBootstrapServers(brokers.bootstrapServers())
                .setWriteQueueMaxSize(20_000),
            Serializer.string(),
            Serializer.string());
    producer.drainHandler(drained -> drains.arrive());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Future<RecordMetadata>>>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int partition = i;
        work.add(() -> send(producer, partition));
      }
      for (var sent : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
        long next = 0;
        for (Future<RecordMetadata> record : sent.get()) {
          assertThat(get(record).offset()).isEqualTo(next++);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(drains.getPhase()).as("calls of the drain handler").isPositive();
    assertThat(producer.setWriteQueueMaxSize(1).writeQueueFull()).as("bytes left").isFalse();
    long stored =
        get(
            brokers.on(
                cluster ->
                    cluster.topic("orders").partitions().stream()
                        .mapToLong(partition -> partition.endOffset())
                        .sum()));
    assertThat(stored).isEqualTo((long) THREADS * RECORDS);
    get(producer.close());
  }

  private List<Future<RecordMetadata>> send(KafkaProducer<String, String> producer, int partition)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      int seen = drains.getPhase();
      if (producer.writeQueueFull()) {
        // Nobody looks again by himself: without the call this would wait in vain.
        drains.awaitAdvanceInterruptibly(seen, 30, TimeUnit.SECONDS);
      }
      sent.add(
          producer.send(
              new ProducerRecord<>("orders", partition, null, "k" + i, "v" + i, List.of())));
    }
    return sent;
  }
}

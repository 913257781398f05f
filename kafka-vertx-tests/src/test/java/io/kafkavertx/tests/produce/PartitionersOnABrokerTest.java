package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Partitioners, chosen by name, at work on a real broker. */
@Timeout(120)
final class PartitionersOnABrokerTest {
  private static final int PARTITIONS = 3;
  private static final int BURSTS = 100;
  private static final int BURST = 12;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  /** Counts batches. */
  private static final class Batches implements MetricsReporterFactory, MetricsReporter {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public String name() {
      return "batches";
    }

    @Override
    public MetricsReporter create(Vertx vertx, JsonObject config) {
      return this;
    }

    @Override
    public Counter counter(MetricName name) {
      return amount -> {};
    }

    @Override
    public Gauge gauge(MetricName name) {
      return value -> {};
    }

    @Override
    public Distribution distribution(MetricName name) {
      return name.name().equals("kafka.producer.batch.records")
          ? value -> count.incrementAndGet()
          : value -> {};
    }
  }

  private static ProducerOptions options(String partitioner) {
    return new ProducerOptions()
        .setBootstrapServers(SharedBroker.bootstrapServers())
        .setPartitioner(partitioner);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  /** Sends keyless records in small bursts; returns how many each partition got. */
  private int[] sendBursts(ProducerOptions options, Batches batches) throws Exception {
    String topic = SharedBroker.name("bursts");
    SharedBroker.createTopic(topic, PARTITIONS);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(),
            options
                .setBatchSize(2048)
                .setLinger(Duration.ofMillis(2))
                .setMetricsReporterFactories(List.of(batches)),
            Serializer.string(),
            Serializer.string());
    int[] counts = new int[PARTITIONS];
    for (int burst = 0; burst < BURSTS; burst++) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        sent.add(producer.send(ProducerRecord.of(topic, null, "x".repeat(100))));
      }
      for (Future<RecordMetadata> future : sent) {
        counts[await(future).partition()]++;
      }
    }
    await(producer.close());
    return counts;
  }

  @Test
  void keylessRecordsSpreadAndStickyMakesFewerBatchesThanRoundRobin() throws Exception {
    Batches sticky = new Batches();
    int[] spread = sendBursts(options("default"), sticky);
    Batches roundRobin = new Batches();
    int[] even = sendBursts(options("roundrobin"), roundRobin);

    assertThat(spread).doesNotContain(0);
    assertThat(even).containsOnly(BURSTS * BURST / PARTITIONS);
    assertThat(roundRobin.count.get()).isGreaterThanOrEqualTo(BURSTS * PARTITIONS);
    assertThat(sticky.count.get()).isLessThan(roundRobin.count.get() * 2 / 3);
  }

  @Test
  void keysGoWhereLibrdkafkaAndTheJavaClientSendThem() throws Exception {
    String topic = SharedBroker.name("keys");
    SharedBroker.createTopic(topic, 7);
    for (String partitioner : List.of("default", "murmur2_random", "consistent_random")) {
      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              guard.vertx(), options(partitioner), Serializer.string(), Serializer.string());
      for (int i = 0; i < 50; i++) {
        byte[] key = ("key" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(key);
        int expected =
            partitioner.startsWith("consistent")
                ? (int) (crc.getValue() % 7)
                : Utils.toPositive(Utils.murmur2(key)) % 7;
        assertThat(await(producer.send(ProducerRecord.of(topic, "key" + i, "v"))).partition())
            .isEqualTo(expected);
      }
      await(producer.close());
    }
  }
}

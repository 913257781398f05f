package io.kafkavertx.tests.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.micrometer.MicrometerReporterFactory;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recording allocates nothing for a record, with a reporter or without one. */
@Tag("slow")
final class RecordingCostTest {
  private static final int RECORDS = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  /** Bytes that the event loop has allocated so far. */
  private long allocated() throws Exception {
    Promise<Long> bytes = Promise.promise();
    context.runOnContext(v -> bytes.complete(THREADS.getCurrentThreadAllocatedBytes()));
    return bytes.future().await(30, TimeUnit.SECONDS);
  }

  /** Bytes for a record, sent and read back. */
  private double allocatedForARecord(List<MetricsReporterFactory> reporters) throws Exception {
    String topic = SharedBroker.name("allocation");
    SharedBroker.createTopic(topic, 1);
    Promise<Void> read = Promise.promise();
    long before = allocated();
    context.runOnContext(v -> goRound(topic, reporters, read));
    read.future().await(3, TimeUnit.MINUTES);
    return (double) (allocated() - before) / RECORDS;
  }

  private void goRound(String topic, List<MetricsReporterFactory> reporters, Promise<Void> done) {
    KafkaProducer<byte[], byte[]> producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setMetricsReporterFactories(reporters),
            Serializer.bytes(),
            Serializer.bytes());
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setMetricsReporterFactories(reporters)
                .setAutoOffsetReset("earliest"),
            Deserializer.bytes(),
            Deserializer.bytes());
    int[] count = {0};
    consumer.handler(
        record -> {
          if (++count[0] == RECORDS) {
            consumer.close().onComplete(closed -> producer.close().onComplete(done));
          }
        });
    byte[] value = new byte[100];
    for (int i = 0; i < RECORDS; i++) {
      producer.write(ProducerRecord.of(topic, value));
    }
    producer.flush().onComplete(sent -> consumer.assign(List.of(new TopicPartition(topic, 0))));
  }

  @Test
  void recordingAllocatesNothingForARecord() throws Exception {
    try {
      List<MetricsReporterFactory> micrometer =
          List.of(new MicrometerReporterFactory(new SimpleMeterRegistry()));
      allocatedForARecord(micrometer);
      double least = Double.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        double without = allocatedForARecord(List.of());
        least = Math.min(least, allocatedForARecord(micrometer) - without);
      }
      // The smallest object takes 16 bytes. What is left is a client's own: its meters.
      assertThat(least).isLessThan(4);
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }
}

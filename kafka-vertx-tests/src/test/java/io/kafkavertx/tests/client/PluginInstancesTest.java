package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.assignors.RangeAssignorFactory;
import io.kafkavertx.compression.GzipFactory;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plug-ins that no jar lists: objects that the application has made. */
@Tag("slow")
@Timeout(120)
class PluginInstancesTest {
  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final AtomicInteger used = new AtomicInteger();

  /** Always the same partition, which the application chooses when it makes it. */
  private final class Fixed implements PartitionerFactory {
    private final int partition;

    Fixed(int partition) {
      this.partition = partition;
    }

    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public Partitioner create(JsonObject config) {
      return (key, value, topic) -> {
        used.incrementAndGet();
        return partition;
      };
    }
  }

  /** In place of ours, under its name and id. */
  private final class CountedGzip implements CompressionCodecFactory {
    private final GzipFactory ours = new GzipFactory();

    @Override
    public String name() {
      return ours.name();
    }

    @Override
    public int id() {
      return ours.id();
    }

    @Override
    public CompressionCodec create(JsonObject config) {
      used.incrementAndGet();
      return ours.create(config);
    }
  }

  private final class CountedRange implements PartitionAssignorFactory {
    @Override
    public String name() {
      return "range";
    }

    @Override
    public PartitionAssignor create(JsonObject config) {
      used.incrementAndGet();
      return new RangeAssignorFactory().create(config);
    }
  }

  @Test
  void codecPartitionerAndAssignorAreTheApplicationsOwnObjects() throws Exception {
    String topic = SharedBroker.name("instances");
    SharedBroker.createTopic(topic, 5);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setPartitioner("fixed")
                .addPlugin(new Fixed(3))
                .setCompression("gzip")
                .addPlugin(new CountedGzip()),
            Serializer.string(),
            Serializer.string());
    RecordMetadata stored =
        producer.send(ProducerRecord.of(topic, "k", "v".repeat(1000))).await(30, TimeUnit.SECONDS);
    producer.close().await(30, TimeUnit.SECONDS);
    assertThat(stored.partition()).isEqualTo(3);
    assertThat(used.getAndSet(0)).isEqualTo(2);
    Promise<String> read = Promise.promise();
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            guard.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setGroupId(SharedBroker.name("instances"))
                .setAutoOffsetReset("earliest")
                .addPlugin(new CountedRange())
                .addPlugin(new CountedGzip()),
            Deserializer.string(),
            Deserializer.string());
    consumer.handler(record -> read.tryComplete(record.value()));
    consumer.subscribe(Set.of(topic)).await(60, TimeUnit.SECONDS);
    assertThat(read.future().await(60, TimeUnit.SECONDS)).hasSize(1000);
    consumer.close().await(30, TimeUnit.SECONDS);
    assertThat(used.get()).isEqualTo(2);
  }
}

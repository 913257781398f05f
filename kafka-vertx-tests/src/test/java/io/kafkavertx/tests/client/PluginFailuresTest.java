package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.assignors.RangeAssignorFactory;
import io.kafkavertx.compression.GzipFactory;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Plug-ins that throw are named with their class, and the client goes on. Partitioners, compressing
 * codecs, SASL mechanisms, metrics reporters and interceptors have such tests of their own.
 */
@Tag("slow")
@Timeout(120)
class PluginFailuresTest {
  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final AtomicBoolean failing = new AtomicBoolean(true);
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
  private final String topic = SharedBroker.name("failures");

  private final class MoodyAssignor implements PartitionAssignor, PartitionAssignorFactory {
    private final PartitionAssignor range = new RangeAssignorFactory().create(new JsonObject());

    @Override
    public String name() {
      return "moody";
    }

    @Override
    public PartitionAssignor create(JsonObject config) {
      return this;
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
      return range.supportedProtocols();
    }

    @Override
    public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
      if (failing.get()) {
        throw new IllegalStateException("not today");
      }
      return range.assign(cluster, members);
    }
  }

  private final class MoodyGzip implements CompressionCodec, CompressionCodecFactory {
    private final GzipFactory factory = new GzipFactory();
    private final CompressionCodec gzip = factory.create(new JsonObject());

    @Override
    public String name() {
      return factory.name();
    }

    @Override
    public int id() {
      return gzip.id();
    }

    @Override
    public CompressionCodec create(JsonObject config) {
      return this;
    }

    @Override
    public void compress(byte[] data, int offset, int length, int magic, BoundedOutput out) {
      gzip.compress(data, offset, length, magic, out);
    }

    @Override
    public void decompress(byte[] data, int offset, int length, int magic, BoundedOutput out) {
      if (failing.get()) {
        throw new IllegalStateException("not today");
      }
      gzip.decompress(data, offset, length, magic, out);
    }
  }

  @BeforeEach
  void produce() throws Exception {
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setCompression("gzip"),
            Serializer.string(),
            Serializer.string());
    await(producer.send(ProducerRecord.of(topic, "v".repeat(1000))));
    await(producer.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private KafkaConsumer<String, String> consumer(ConsumerOptions options) {
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            guard.vertx(),
            options
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setGroupId(SharedBroker.name("failures"))
                .setAutoOffsetReset("earliest"),
            Deserializer.string(),
            Deserializer.string());
    consumer.exceptionHandler(failures::add);
    consumer.handler(record -> read.add(record.value()));
    return consumer;
  }

  private Throwable failure() throws InterruptedException {
    Throwable failure = failures.poll(60, TimeUnit.SECONDS);
    assertThat(failure).as("what the exception handler was told").isNotNull();
    return failure;
  }

  private String record() throws InterruptedException {
    return read.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void anAssignorThatThrowsIsNamedAndItsMemberLeavesAndCanSubscribeAgain() throws Exception {
    // A member that had not left would hold up the group for longer than this test may take.
    KafkaConsumer<String, String> consumer =
        consumer(
            new ConsumerOptions()
                .setPartitionAssignmentStrategy(List.of("moody"))
                .addPlugin(new MoodyAssignor())
                .setSessionTimeout(Duration.ofMinutes(5)));
    Throwable cause =
        await(
            consumer
                .subscribe(Set.of(topic))
                .map(done -> (Throwable) null)
                .recover(Future::succeededFuture));
    assertThat(cause == null ? failure() : cause)
        .hasMessageContainingAll("moody", MoodyAssignor.class.getName(), "not today");
    assertThat(read).isEmpty();
    failing.set(false);
    await(consumer.subscribe(Set.of(topic)));
    assertThat(record()).hasSize(1000);
    await(consumer.close());
  }

  @Test
  void aCodecThatCannotDecompressIsNamedAndTheConsumerCanSeekAndGoOn() throws Exception {
    KafkaConsumer<String, String> consumer =
        consumer(new ConsumerOptions().addPlugin(new MoodyGzip()));
    await(consumer.assign(List.of(new TopicPartition(topic, 0))));
    assertThat(failure())
        .hasMessageContainingAll(topic + "-0", MoodyGzip.class.getName(), "not today");
    assertThat(read).isEmpty();
    failing.set(false);
    await(consumer.seek(new TopicPartition(topic, 0), 0));
    assertThat(record()).hasSize(1000);
    await(consumer.close());
  }
}

package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.SerializationException;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@Timeout(300)
final class ProducerOnABrokerTest {
  /**
   * Must hold 2 asks for a million; the build's default is what a slow machine can do in half a
   * minute.
   */
  private static final int RECORDS = Integer.getInteger("producer.records", 1_000_000);

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void warmUp() throws Exception {
    String warm = SharedBroker.name("warm");
    SharedBroker.createTopic(warm, 1);
    WarmUp.send(SharedBroker.bootstrapServers(), warm);
  }

  private static ProducerOptions options() {
    return new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  /** Makes something on an event loop's context. */
  private <T> T onLoop(Callable<T> work) throws Exception {
    Promise<T> promise = Promise.promise();
    guard
        .vertx()
        .getOrCreateContext()
        .runOnContext(
            start -> {
              try {
                promise.complete(work.call());
              } catch (Exception e) {
                promise.fail(e);
              }
            });
    return await(promise.future());
  }

  private static void same(
      ConsumerRecord<byte[], byte[]> read, ProducerRecord<byte[], byte[]> sent) {
    boolean equal =
        Arrays.equals(read.key(), sent.key())
            && Arrays.equals(read.value(), sent.value())
            && read.timestamp() == sent.timestamp()
            && read.headers().toArray().length == sent.headers().size();
    for (int i = 0; equal && i < sent.headers().size(); i++) {
      equal =
          read.headers().toArray()[i].key().equals(sent.headers().get(i).key())
              && Arrays.equals(read.headers().toArray()[i].value(), sent.headers().get(i).value());
    }
    if (!equal) {
      throw new AssertionError(
          "the record at "
              + read.partition()
              + ":"
              + read.offset()
              + " is not the one sent: "
              + sent);
    }
  }

  private void sendAndCompare(ProducerOptions options, int count) throws Exception {
    String topic = SharedBroker.name("sent");
    NumberedRecords numbered = new NumberedRecords(topic, 6);
    SharedBroker.createTopic(topic, 6);
    Vertx vertx = guard.vertx();
    KafkaProducer<byte[], byte[]> producer =
        onLoop(() -> KafkaProducer.create(vertx, options, Serializer.bytes(), Serializer.bytes()));
    List<Throwable> failures = new ArrayList<>();
    await(
        Sending.send(
            vertx,
            producer,
            numbered::record,
            count,
            (number, failure) -> {
              if (failure != null) {
                failures.add(failure);
              }
            }));
    assertThat(failures).isEmpty();
    await(producer.close());
    long read =
        JavaClientReader.read(
            SharedBroker.bootstrapServers(),
            topic,
            6,
            count,
            record ->
                same(
                    record, numbered.record(numbered.number(record.partition(), record.offset()))));
    assertThat(read).isEqualTo(count);
  }

  @Test
  void theJavaClientReadsEveryRecordAsItWasSent() throws Exception {
    sendAndCompare(options(), RECORDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void theJavaClientReadsCompressedBatches(String codec) throws Exception {
    sendAndCompare(options().setCompression(codec).setBatchSize(64 * 1024), 20_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "1"})
  void batchesWithoutIdempotenceAreStored(String acks) throws Exception {
    sendAndCompare(options().setAcks(acks).setEnableIdempotence(false), 20_000);
  }

  @Test
  void withAcksZeroTheOffsetIsNotTold() throws Exception {
    String topic = SharedBroker.name("unacknowledged");
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer = strings(options().setAcks("0"));
    assertThat(await(producer.send(ProducerRecord.of(topic, "v"))).offset()).isEqualTo(-1);
    await(producer.close());
    assertThat(JavaClientReader.values(SharedBroker.bootstrapServers(), topic, 1))
        .containsExactly("v");
  }

  private KafkaProducer<String, String> strings(ProducerOptions options) {
    return KafkaProducer.create(guard.vertx(), options, Serializer.string(), Serializer.string());
  }

  @Test
  void theResultSaysWhereTheRecordIs() throws Exception {
    String topic = SharedBroker.name("where");
    SharedBroker.createTopic(topic, 2);
    KafkaProducer<String, String> producer = strings(options());
    RecordMetadata first =
        await(
            producer.send(
                ProducerRecord.of(topic, "key", "value").toPartition(1).at(1_700_000_000_123L)));
    RecordMetadata second =
        await(producer.send(ProducerRecord.<String, String>of(topic, null).toPartition(1)));
    assertThat(first.offset()).isZero();
    assertThat(second.offset()).isEqualTo(1);
    assertThat(first.partition()).isEqualTo(1);
    assertThat(first.timestamp()).isEqualTo(1_700_000_000_123L);
    assertThat(first.serializedKeySize()).isEqualTo(3);
    assertThat(first.serializedValueSize()).isEqualTo(5);
    assertThat(second.serializedValueSize()).isEqualTo(-1);
    assertThat(await(producer.partitionsFor(topic))).hasSize(2);
    await(producer.close());
  }

  @Test
  void aTopicThatDoesNotExistIsMadeAndWaitedFor() throws Exception {
    String topic = SharedBroker.name("made");
    KafkaProducer<String, String> producer = strings(options());
    assertThat(await(producer.send(ProducerRecord.of(topic, "v"))).offset()).isZero();
    await(producer.close());
  }

  @Test
  void resultsComeBackOnTheContextThatSent() throws Exception {
    String topic = SharedBroker.name("contexts");
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer = onLoop(() -> strings(options()));
    List<Promise<Boolean>> promises = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Context context = guard.vertx().getOrCreateContext();
      Promise<Boolean> sameContext = Promise.promise();
      promises.add(sameContext);
      context.runOnContext(
          start ->
              producer
                  .send(ProducerRecord.of(topic, "v"))
                  .onComplete(done -> sameContext.complete(Vertx.currentContext() == context)));
    }
    Promise<Boolean> onWorker = Promise.promise();
    guard
        .vertx()
        .executeBlocking(
            () -> {
              Context context = Vertx.currentContext();
              producer
                  .send(ProducerRecord.of(topic, "v"))
                  .onComplete(done -> onWorker.complete(Vertx.currentContext() == context));
              return null;
            });
    promises.add(onWorker);
    for (Promise<Boolean> promise : promises) {
      assertThat(await(promise.future())).isTrue();
    }
    await(producer.close());
  }

  @Test
  void eachThreadKeepsItsOrder() throws Exception {
    String topic = SharedBroker.name("threads");
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer = strings(options());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String name = "t" + t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 5000; i++) {
                  producer.send(ProducerRecord.of(topic, name + ":" + i));
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    await(producer.flush());
    await(producer.close());
    List<String> values = JavaClientReader.values(SharedBroker.bootstrapServers(), topic, 20_000);
    assertThat(values).hasSize(20_000);
    int[] next = new int[4];
    for (String value : values) {
      int thread = value.charAt(1) - '0';
      assertThat(value).isEqualTo("t" + thread + ":" + next[thread]++);
    }
  }

  @Test
  void aStreamCanBePipedInto() throws Exception {
    String topic = SharedBroker.name("piped");
    SharedBroker.createTopic(topic, 1);
    int count = 50_000;
    onLoop(
            () ->
                new CountingStream(topic, count)
                    .pipeTo(strings(options().setWriteQueueMaxSize(20_000))))
        .await(120, TimeUnit.SECONDS);
    List<String> values = JavaClientReader.values(SharedBroker.bootstrapServers(), topic, count);
    assertThat(values).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(values.get(i)).isEqualTo("v" + i);
    }
  }

  @Test
  void aSerializerThatThrowsFailsItsRecordAlone() throws Exception {
    String topic = SharedBroker.name("serialized");
    SharedBroker.createTopic(topic, 1);
    Serializer<String> picky =
        (name, headers, data) -> {
          if (data.equals("secret")) {
            throw new IllegalStateException("cannot");
          }
          return NumberedRecords.text(data);
        };
    KafkaProducer<String, String> producer =
        KafkaProducer.create(guard.vertx(), options(), Serializer.string(), picky);
    Future<RecordMetadata> before = producer.send(ProducerRecord.of(topic, "a"));
    Future<RecordMetadata> bad = producer.send(ProducerRecord.of(topic, "secret"));
    Future<RecordMetadata> after = producer.send(ProducerRecord.of(topic, "b"));
    await(Future.join(before, after));
    assertThat(bad.cause()).isInstanceOf(SerializationException.class).hasMessageContaining(topic);
    assertThat(bad.cause().getMessage()).doesNotContain("secret");
    await(producer.close());
    assertThat(JavaClientReader.values(SharedBroker.bootstrapServers(), topic, 2))
        .containsExactly("a", "b");
  }

  @Test
  void aRecordThatTheBrokerRefusesSaysWhy() throws Exception {
    String topic = SharedBroker.name("compacted");
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer = strings(options());
    await(producer.send(ProducerRecord.of(topic, "k", "v")));
    Future<RecordMetadata> bad = producer.send(ProducerRecord.of("no/such topic", "v"));
    assertThatThrownBy(() -> await(bad))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining("INVALID_TOPIC_EXCEPTION");
    await(producer.close());
  }

  @Test
  void closeIsBoundedWithoutABroker() throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions().setBootstrapServers("127.0.0.1:1"),
            Serializer.string(),
            Serializer.string());
    Future<RecordMetadata> lost = producer.send(ProducerRecord.of("t", "v"));
    long start = System.nanoTime();
    producer.close(Duration.ofMillis(300)).await(30, TimeUnit.SECONDS);
    assertThat(lost.failed()).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThan(250_000_000L);
  }

  @Test
  void wrongOptionsAreToldAtOnce() {
    assertThatThrownBy(() -> strings(options().setCompression("brotli")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("brotli");
    assertThatThrownBy(() -> strings(options().setPartitioner("nobody")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> strings(options().setAcks("1").setEnableIdempotence(true)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("acks=all");
    assertThatThrownBy(() -> strings(options().setDeliveryTimeout(Duration.ofSeconds(1))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("requestTimeout");
    assertThatThrownBy(() -> options().setAcks("2")).isInstanceOf(ConfigException.class);
  }
}

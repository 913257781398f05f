package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.Target;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A topic with a compression of its own: the broker unpacks what we send and packs it again. */
@Tag("slow")
@Timeout(300)
final class RecompressionTest extends ConsumerTestBase {
  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  /** With each codec. */
  private static final int RECORDS = 400;

  private static final int ALL = RECORDS * CODECS.size();

  /** Fetch versions from 13 on name topics by id. */
  private static final int LAST_FETCH_BY_NAME = 12;

  @ParameterizedTest
  @CsvSource({"gzip, 1", "snappy, 2", "lz4, 3", "zstd, 4", "uncompressed, 0"})
  void whatTheBrokerCompressesAnewArrivesWithUsAndTheJavaClient(String stored, int id)
      throws Exception {
    createTopicThatStores(stored);
    for (int i = 0; i < CODECS.size(); i++) {
      produce(CODECS.get(i), i * RECORDS);
    }
    assertThat(storedCodecs()).containsExactly(id);
    await(onLoop(this::readAll));
    javaClientReadsAll();
  }

  private void createTopicThatStores(String compression) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      NewTopic asked =
          new NewTopic(topic, 1, (short) 1).configs(Map.of("compression.type", compression));
      admin.createTopics(List.of(asked)).all().get(60, TimeUnit.SECONDS);
    }
  }

  private void produce(String codec, int first) throws Exception {
    ProducerOptions options =
        new ProducerOptions()
            .setBootstrapServers(SharedBroker.bootstrapServers())
            .setCompression(codec);
    Future<Void> sent =
        onLoop(
            () -> {
              KafkaProducer<byte[], byte[]> producer =
                  KafkaProducer.create(vertx(), options, Serializer.bytes(), Serializer.bytes());
              Future<Void> last = Future.succeededFuture();
              for (int n = first; n < first + RECORDS; n++) {
                Future<?> one = producer.send(record(n));
                last = Future.all(last, one).mapEmpty();
              }
              return last.eventually(() -> producer.close());
            });
    await(sent);
  }

  private ProducerRecord<byte[], byte[]> record(int n) {
    ProducerRecord<byte[], byte[]> record =
        ProducerRecord.of(topic, TestRecords.key(n), TestRecords.value(n))
            .toPartition(0)
            .at(TestRecords.timestamp(n));
    for (Header header : TestRecords.headers(n)) {
      record = record.header(header);
    }
    return record;
  }

  /** The compression ids of the batches in the log. */
  private Set<Integer> storedCodecs() throws Exception {
    KafkaClient client =
        KafkaClient.create(
            vertx(), new KafkaClientOptions().setBootstrapServers(SharedBroker.bootstrapServers()));
    FetchRequest request =
        new FetchRequest()
            .setReplicaId(-1)
            .setMaxWaitMs(100)
            .setMinBytes(1)
            .setMaxBytes(1 << 20)
            .setSessionEpoch(-1)
            .setTopics(
                List.of(
                    new FetchRequest.FetchTopic()
                        .setTopic(topic)
                        .setPartitions(
                            List.of(
                                new FetchRequest.FetchPartition()
                                    .setPartition(0)
                                    .setCurrentLeaderEpoch(-1)
                                    .setLastFetchedEpoch(-1)
                                    .setPartitionMaxBytes(1 << 20)))));
    FetchResponse response =
        await(
            client.send(
                Target.leader(topic, 0),
                request,
                RequestOptions.defaults().versions(4, LAST_FETCH_BY_NAME)));
    await(client.close());
    Set<Integer> ids = new TreeSet<>();
    RecordBatches batches =
        RecordBatches.of(response.responses().get(0).partitions().get(0).records());
    long end = 0;
    while (batches.next()) {
      ids.add(batches.current().compressionId());
      end = batches.current().nextOffset();
    }
    assertThat(end).as("what one fetch reads").isEqualTo(ALL);
    return ids;
  }

  private Future<Void> readAll() {
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    Promise<Void> done = Promise.promise();
    int[] next = {0};
    consumer
        .exceptionHandler(done::tryFail)
        .handler(
            record -> {
              try {
                assertThat(record.offset()).isEqualTo(next[0]);
                TestRecords.check(record, next[0]);
              } catch (AssertionError wrong) {
                done.tryFail(wrong);
              }
              if (++next[0] == ALL) {
                done.tryComplete();
              }
            });
    consumer.assign(List.of(partition(0))).onFailure(done::tryFail);
    return done.future().eventually(() -> consumer.close());
  }

  private void javaClientReadsAll() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", SharedBroker.bootstrapServers());
    var partition = new org.apache.kafka.common.TopicPartition(topic, 0);
    try (var consumer =
        new org.apache.kafka.clients.consumer.KafkaConsumer<>(
            config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      int n = 0;
      for (int polls = 0; polls < 60 && n < ALL; polls++) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          assertThat(record.offset()).isEqualTo(n);
          assertThat(Arrays.equals(record.key(), TestRecords.key(n))).as("key %d", n).isTrue();
          assertThat(Arrays.equals(record.value(), TestRecords.value(n)))
              .as("value %d", n)
              .isTrue();
          assertThat(record.timestamp()).isEqualTo(TestRecords.timestamp(n));
          assertThat(record.headers().toArray()).hasSize(TestRecords.headers(n).size());
          n++;
        }
      }
      assertThat(n).isEqualTo(ALL);
    }
  }
}

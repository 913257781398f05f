package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Header;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kafka-clients has written to a real broker is what this consumer reads. */
@Tag("slow")
final class ConsumerReadsTest extends ConsumerTestBase {
  private static final int PARTITIONS = 4;
  private static final int RECORDS = Integer.getInteger("kafka-vertx.tests.records", 1_000_000);

  @Test
  void aMillionRecordsArriveByteEqualAndInOrder() throws Exception {
    createTopic(PARTITIONS);
    TestRecords.produce(topic, PARTITIONS, 0, RECORDS, Map.of());
    await(readAll(options(), RECORDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void compressedRecordsArriveByteEqualAndInOrder(String codec) throws Exception {
    createTopic(PARTITIONS);
    TestRecords.produce(topic, PARTITIONS, 0, 20_000, Map.of("compression.type", codec));
    await(readAll(options(), 20_000));
  }

  @Test
  void smallLimitsOnlyMakeForMoreFetches() throws Exception {
    createTopic(PARTITIONS);
    TestRecords.produce(topic, PARTITIONS, 0, 4_000, Map.of("batch.size", 2000));
    await(
        readAll(
            options()
                .setFetchMaxBytes(30_000)
                .setMaxPartitionFetchBytes(5_000)
                .setMaxBufferedBytes(10_000),
            4_000));
  }

  @Test
  void aBatchThatIsLargerThanAllLimitsIsRead() throws Exception {
    createTopic(1);
    byte[] large = new byte[900_000];
    large[899_999] = 42;
    try (KafkaProducer<byte[], byte[]> producer = TestRecords.producer(Map.of())) {
      producer
          .send(new org.apache.kafka.clients.producer.ProducerRecord<>(topic, 0, null, large))
          .get(60, TimeUnit.SECONDS);
    }
    ConsumerOptions options = options().setFetchMaxBytes(1000).setMaxPartitionFetchBytes(1000);
    assertThat(await(onLoop(() -> first(consumer(options)))).value()).isEqualTo(large);
  }

  private Future<ConsumerRecord<byte[], byte[]>> first(KafkaConsumer<byte[], byte[]> consumer) {
    Promise<ConsumerRecord<byte[], byte[]>> first = Promise.promise();
    consumer.exceptionHandler(first::tryFail).handler(first::tryComplete);
    consumer.assign(List.of(partition(0))).onFailure(first::tryFail);
    return first.future().eventually(() -> consumer.close());
  }

  @Test
  void headersAndSizesAreThoseOfTheProducer() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 1, 2, Map.of());
    ConsumerRecord<byte[], byte[]> record = await(onLoop(() -> first(consumer(options()))));
    assertThat(record.headers()).containsExactly(Header.of("number", "1"));
    assertThat(record.header("number").text()).isEqualTo("1");
    assertThat(record.header("other")).isNull();
    assertThat(record.serializedKeySize()).isEqualTo(TestRecords.key(1).length);
    assertThat(record.serializedValueSize()).isEqualTo(TestRecords.value(1).length);
    assertThat(record.leaderEpoch()).isEqualTo(0);
    assertThat(record.timestampType().name()).isEqualTo("CREATE_TIME");
    assertThat(record.toString()).doesNotContain("value-1");
  }

  @Test
  void onlyCommittedTransactionsAreReadWhenAskedFor() throws Exception {
    createTopic(1);
    Map<String, Object> config = Map.of("transactional.id", topic, "linger.ms", 0);
    List<Integer> committed = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = TestRecords.producer(config)) {
      producer.initTransactions();
      for (int transaction = 0; transaction < 20; transaction++) {
        boolean abort = transaction % 3 == 1;
        producer.beginTransaction();
        for (int i = 0; i < 5; i++) {
          int n = transaction * 5 + i;
          producer.send(TestRecords.record(topic, 1, n)).get(60, TimeUnit.SECONDS);
          if (!abort) {
            committed.add(n);
          }
        }
        if (abort) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
    ConsumerOptions options =
        options().setIsolationLevel(ConsumerOptions.IsolationLevel.READ_COMMITTED);
    List<Integer> read = await(onLoop(() -> numbersByTimestamp(options, committed.size())));
    assertThat(read).isEqualTo(committed);
    List<Integer> all = await(onLoop(() -> numbersByTimestamp(options(), 100)));
    assertThat(all).hasSize(100);
  }

  private Future<List<Integer>> numbersByTimestamp(ConsumerOptions options, int count) {
    KafkaConsumer<byte[], byte[]> consumer = consumer(options);
    Promise<List<Integer>> done = Promise.promise();
    List<Integer> numbers = new ArrayList<>();
    consumer
        .exceptionHandler(done::tryFail)
        .handler(
            record -> {
              numbers.add((int) ((record.timestamp() - TestRecords.timestamp(0)) / 7));
              if (numbers.size() == count) {
                done.tryComplete(numbers);
              }
            });
    consumer.assign(List.of(partition(0))).onFailure(done::tryFail);
    return done.future().eventually(() -> consumer.close());
  }

  /** Reads all records, checks each, and closes. */
  private Future<Void> readAll(ConsumerOptions options, int count) {
    return onLoop(
        () -> {
          KafkaConsumer<byte[], byte[]> consumer = consumer(options);
          Promise<Void> done = Promise.promise();
          long[] next = new long[PARTITIONS];
          int[] read = {0};
          consumer
              .exceptionHandler(done::tryFail)
              .handler(
                  record -> {
                    try {
                      if (record.offset() != next[record.partition()]) {
                        assertThat(record.offset())
                            .as("offset in %s", record.topicPartition())
                            .isEqualTo(next[record.partition()]);
                      }
                      next[record.partition()]++;
                      TestRecords.check(record, TestRecords.number(record, PARTITIONS));
                    } catch (AssertionError wrong) {
                      done.tryFail(wrong);
                    }
                    if (++read[0] == count) {
                      done.tryComplete();
                    }
                  });
          consumer.assign(partitions(PARTITIONS)).onFailure(done::tryFail);
          return done.future().eventually(() -> consumer.close());
        });
  }
}

package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.spi.Header;
import io.kafkavertx.tests.support.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records whose content follows from their number: keys, absent keys, values, empty and absent
 * values, headers, header values that are absent, timestamps. Number {@code n} goes to partition
 * {@code n % partitions}, so that a reader can tell the number from partition and offset.
 */
final class TestRecords {
  /**
   * Young enough for the broker's retention, which would delete records of last week in the middle
   * of a test, and so old that a million of them do not reach into the future, which brokers
   * refuse.
   */
  private static final long EPOCH = System.currentTimeMillis() - 3 * 3_600_000L;

  private TestRecords() {}

  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", SharedBroker.bootstrapServers());
    config.put("batch.size", 65536);
    config.putAll(more);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Produces the numbers from {@code from} to {@code to}, exclusive, with kafka-clients. */
  static void produce(String topic, int partitions, int from, int to, Map<String, Object> config) {
    AtomicReference<Exception> failed = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
      for (int n = from; n < to; n++) {
        producer.send(
            record(topic, partitions, n),
            (metadata, failure) -> {
              if (failure != null) {
                failed.compareAndSet(null, failure);
              }
            });
      }
    }
    if (failed.get() != null) {
      throw new IllegalStateException("the test could not produce its records", failed.get());
    }
  }

  static ProducerRecord<byte[], byte[]> record(String topic, int partitions, int n) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, n % partitions, timestamp(n), key(n), value(n));
    headers(n)
        .forEach(header -> record.headers().add(new RecordHeader(header.key(), header.value())));
    return record;
  }

  static long timestamp(int n) {
    return EPOCH + n * 7L;
  }

  static byte[] key(int n) {
    return n % 5 == 0 ? null : n % 7 == 0 ? new byte[0] : bytes("key-" + n);
  }

  static byte[] value(int n) {
    return n % 11 == 0
        ? null
        : n % 13 == 0 ? new byte[0] : bytes("value-" + n + "-".repeat(n % 150));
  }

  static List<Header> headers(int n) {
    return switch (n % 4) {
      case 0 -> List.of();
      case 1 -> List.of(Header.of("number", "" + n));
      case 2 -> List.of(Header.of("a", "1"), Header.of("a", "2"));
      default -> List.of(new Header("nothing", null), new Header("empty", new byte[0]));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static int number(ConsumerRecord<?, ?> record, int partitions) {
    return (int) record.offset() * partitions + record.partition();
  }

  /** Fails unless the record is what was sent under the number. */
  static void check(ConsumerRecord<byte[], byte[]> record, int n) {
    if (!java.util.Arrays.equals(record.key(), key(n))
        || !java.util.Arrays.equals(record.value(), value(n))
        || record.timestamp() != timestamp(n)
        || !record.headers().equals(headers(n))) {
      assertThat(record.key()).as("key of record %s, number %s", record, n).isEqualTo(key(n));
      assertThat(record.value()).as("value of record %s, number %s", record, n).isEqualTo(value(n));
      assertThat(record.timestamp()).as("timestamp of %s", record).isEqualTo(timestamp(n));
      assertThat(record.headers()).as("headers of %s", record).isEqualTo(headers(n));
    }
  }
}

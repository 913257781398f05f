package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records through kcat, and so through librdkafka, in both directions. */
@Tag("slow")
@Timeout(180)
class KcatTest {
  private static final int RECORDS = 200;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void kcatIsThere() throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> new File(directory, "kcat").canExecute());
    assumeTrue(there, "kcat is not on the path; install the package kcat to run this test");
    SharedBroker.createTopic("kcat-warm", 1);
    WarmUp.send(SharedBroker.bootstrapServers(), "kcat-warm");
  }

  /** Runs kcat to its end; returns what it wrote. */
  private static List<String> kcat(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("kcat", "-b", SharedBroker.bootstrapServers()));
    command.addAll(List.of(arguments));
    File in = File.createTempFile("kcat", ".in");
    File out = File.createTempFile("kcat", ".out");
    try {
      Files.writeString(in.toPath(), input);
      Process kcat =
          new ProcessBuilder(command)
              .redirectInput(in)
              .redirectOutput(out)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        assertThat(kcat.waitFor(60, TimeUnit.SECONDS)).as("kcat has ended").isTrue();
        assertThat(kcat.exitValue()).as("kcat's exit code").isZero();
      } finally {
        kcat.destroyForcibly();
      }
      return Files.readAllLines(out.toPath());
    } finally {
      Files.delete(in.toPath());
      Files.delete(out.toPath());
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static String key(int i) {
    return i % 3 == 0 ? null : "k" + i;
  }

  private static String value(int i) {
    return i % 7 == 0 ? null : "value " + i + " " + "x".repeat(i);
  }

  private static List<Header> headers(int i) {
    return i % 2 == 0
        ? List.of()
        : List.of(new Header("n", NumberedRecords.text("" + i)), new Header("odd", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void kcatReadsWhatWeWrite(String codec) throws Exception {
    String topic = SharedBroker.name("to-kcat");
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setCompression(codec),
            Serializer.string(),
            Serializer.string());
    for (int i = 0; i < RECORDS; i++) {
      producer.send(
          new ProducerRecord<>(topic, 0, 1_700_000_000_000L + i, key(i), value(i), headers(i)));
    }
    await(producer.close());
    List<String> lines = kcat("", "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-J");
    assertThat(lines).hasSize(RECORDS);
    for (int i = 0; i < RECORDS; i++) {
      JsonObject read = new JsonObject(lines.get(i));
      assertThat(read.getLong("offset")).isEqualTo(i);
      assertThat(read.getLong("ts")).isEqualTo(1_700_000_000_000L + i);
      assertThat(read.getString("key")).isEqualTo(key(i));
      assertThat(read.getString("payload")).isEqualTo(value(i));
      List<?> headers =
          read.containsKey("headers") ? read.getJsonArray("headers").getList() : List.of();
      if (i % 2 == 0) {
        assertThat(headers).isEmpty();
      } else {
        assertThat(headers).isEqualTo(Arrays.asList("n", "" + i, "odd", null));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void weReadWhatKcatWrites(String codec) throws Exception {
    String topic = SharedBroker.name("from-kcat");
    SharedBroker.createTopic(topic, 1);
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      input.append("k").append(i).append('|').append(value(i) == null ? "" : value(i)).append('\n');
    }
    kcat(
        input.toString(),
        "-P",
        "-t",
        topic,
        "-p",
        "0",
        "-K",
        "|",
        "-Z",
        "-H",
        "n=1",
        "-H",
        "odd",
        "-X",
        "compression.codec=" + codec,
        "-X",
        "linger.ms=50");
    BlockingQueue<ConsumerRecord<String, String>> read = new LinkedBlockingQueue<>();
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            guard.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setAutoOffsetReset("earliest"),
            Deserializer.string(),
            Deserializer.string());
    consumer.handler(read::add);
    await(consumer.assign(List.of(new TopicPartition(topic, 0))));
    for (int i = 0; i < RECORDS; i++) {
      ConsumerRecord<String, String> record = read.poll(60, TimeUnit.SECONDS);
      assertThat(record).as("record %s", i).isNotNull();
      assertThat(record.offset()).isEqualTo(i);
      assertThat(record.key()).isEqualTo("k" + i);
      assertThat(record.value()).isEqualTo(value(i));
      assertThat(record.headers()).extracting(Header::key).containsExactly("n", "odd");
      assertThat(new String(record.headers().get(0).value(), StandardCharsets.UTF_8))
          .isEqualTo("1");
      assertThat(record.headers().get(1).value()).isNull();
    }
    await(consumer.close());
  }
}

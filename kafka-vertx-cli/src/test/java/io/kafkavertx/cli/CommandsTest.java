package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command on a real broker. */
@Timeout(120)
final class CommandsTest {
  private static CliRun run(String... args) {
    return done(CliRun.at(TestBrokers.bootstrap()).run(args));
  }

  private static CliRun done(CliRun run) {
    assertThat(run.code()).as("%s", run).isEqualTo(ExitCode.OK);
    return run;
  }

  private static CliRun produce(String input, String... args) {
    return done(CliRun.at(TestBrokers.bootstrap()).input(input).run(args));
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  @Test
  void topicsAreMadeListedDescribedAndDeleted() {
    String topic = TestBrokers.name("life");
    assertThat(run("topics", "create", topic, "-p", "3", "-c", "cleanup.policy=compact").out())
        .contains(topic + " created");
    assertThat(run("topics").out()).containsPattern(topic + " +3 +1 +all");
    produce("a:1\nb:2\n", "produce", topic, "-k", ":", "-p", "1");
    CliRun described = run("topics", "describe", topic);
    assertThat(described.out())
        .containsPattern("0 +1 +1 +1 +0 +0\n")
        .containsPattern("1 +1 +1 +1 +0 +2\n")
        .contains("cleanup.policy = compact");
    assertThat(run("topics", "describe", topic, "--all-configs").out()).contains("retention.ms");
    CliRun again = CliRun.at(TestBrokers.bootstrap()).run("topics", "create", topic);
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).contains("exists already");
    assertThat(run("topics", "delete", topic).out()).contains(topic + " deleted");
  }

  @Test
  void fromAndToSayWhatIsRead() {
    String topic = TestBrokers.topic(1);
    produce(lines(0, 20), "produce", topic);
    assertThat(run("consume", topic).out()).isEqualTo(lines(0, 20));
    assertThat(run("consume", topic, "--from", "-3").out()).isEqualTo(lines(17, 20));
    assertThat(run("consume", topic, "--from", "15").out()).isEqualTo(lines(15, 20));
    assertThat(run("consume", topic, "--from", "5", "--to", "8").out()).isEqualTo(lines(5, 8));
    assertThat(run("consume", topic, "-n", "4").out()).isEqualTo(lines(0, 4));
    assertThat(run("consume", topic, "-n", "0").out()).isEmpty();
    assertThat(run("consume", topic, "--from", "end").out()).isEmpty();
    assertThat(run("consume", topic, "--from", "@-1h").out()).isEqualTo(lines(0, 20));
    assertThat(run("consume", topic, "--from", "@2100-01-01").out()).isEmpty();
    assertThat(run("consume", topic, "--from", "999").out()).isEmpty();
  }

  @Test
  void partitionsAndSeveralTopics() {
    String one = TestBrokers.topic(2);
    String two = TestBrokers.topic(1);
    produce("a\n", "produce", one, "-p", "0");
    produce("b\n", "produce", one, "-p", "1");
    produce("c\n", "produce", two);
    assertThat(run("consume", one, "-p", "1").out()).isEqualTo("b\n");
    assertThat(run("consume", one, two).out().lines()).containsExactlyInAnyOrder("a", "b", "c");
    CliRun missing = CliRun.at(TestBrokers.bootstrap()).run("consume", one, "-p", "7");
    assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.err()).contains("has no partition 7");
  }

  @Test
  void aTopicIsCopiedByJsonWithAllThatItsRecordsHave(@TempDir Path directory) throws IOException {
    String from = TestBrokers.topic(3);
    String to = TestBrokers.topic(3);
    produce("k1=v1\nk2=NULL\nk3=\n", "produce", from, "-k", "=", "--null", "NULL", "-H", "h=1");
    produce("c328\n", "produce", from, "--value-as", "hex", "-p", "2");
    CliRun read = run("consume", from, "--json");
    CliRun written = produce(read.out(), "produce", to, "--json");
    assertThat(written.err()).contains("4 records stored");
    CliRun copy = run("consume", to, "--json");
    assertThat(copy.out().replace(to, from).lines())
        .containsExactlyInAnyOrderElementsOf(read.out().lines().toList());
    Path file = Files.writeString(directory.resolve("lines"), read.out());
    CliRun again = run("produce", "--json", "--repartition", "--file", file.toString());
    assertThat(again.err()).contains("4 records stored");
  }

  @Test
  void aFormatStringPrintsWhatIsAskedFor() {
    String topic = TestBrokers.topic(1);
    produce("k,v\n", "produce", topic, "-k", ",", "-H", "a=b", "-z", "zstd", "--acks", "1");
    assertThat(run("consume", topic, "--format", "%t|%p|%o|%k|%s|%h\\n").out())
        .isEqualTo(topic + "|0|0|k|v|a=b\n");
  }

  @Test
  void linesThatCannotBeStoredAreNamedAndTheOthersStored() {
    String topic = TestBrokers.topic(1);
    String large = "x".repeat(2_000_000);
    CliRun run =
        CliRun.at(TestBrokers.bootstrap())
            .input("a:1\nno delimiter\nb:" + large + "\nc:3\n")
            .run("produce", topic, "-k", ":");
    assertThat(run.code()).as("%s", run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("line 2 has no key delimiter")
        .contains("line 3 was not stored")
        .contains("2 records stored")
        .contains("2 failed");
    assertThat(run("consume", topic).out()).isEqualTo("1\n3\n");
  }

  @Test
  void whatWasAbortedIsNotPrintedAndMarkersDoNotHoldUpTheEnd() throws Exception {
    String topic = TestBrokers.topic(1);
    Vertx vertx = Vertx.vertx();
    try {
      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              vertx,
              new ProducerOptions()
                  .setBootstrapServers(TestBrokers.bootstrap())
                  .setTransactionalId(topic),
              Serializer.string(),
              Serializer.string());
      producer
          .initTransactions()
          .compose(v -> producer.beginTransaction())
          .compose(v -> producer.send(ProducerRecord.of(topic, "kept")))
          .compose(v -> producer.commitTransaction())
          .compose(v -> producer.beginTransaction())
          .compose(v -> producer.send(ProducerRecord.of(topic, "aborted")))
          .compose(v -> producer.abortTransaction())
          .compose(v -> producer.close())
          .await(60, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
    assertThat(run("consume", topic).out()).isEqualTo("kept\n");
    assertThat(run("consume", topic, "--uncommitted").out()).isEqualTo("kept\naborted\n");
    assertThat(run("consume", topic, "--group", topic).out()).isEqualTo("kept\n");
  }

  @Test
  void aGroupGoesOnWhereItWasAndItsLagIsShown() {
    String topic = TestBrokers.topic(1);
    String group = TestBrokers.name("group");
    produce(lines(0, 10), "produce", topic);
    assertThat(run("consume", topic, "-g", group, "-n", "4").out()).isEqualTo(lines(0, 4));
    assertThat(run("groups", "describe", group).out())
        .containsPattern(topic + " +0 +4 +10 +6")
        .contains("lag in all: 6");
    assertThat(run("groups").out()).contains(group);
    assertThat(run("consume", topic, "-g", group).out()).isEqualTo(lines(4, 10));
    assertThat(run("groups", "reset", group, "--to", "-3", "--dry-run").out())
        .containsPattern(topic + " +0 +10 +7");
    assertThat(run("consume", topic, "-g", group).out()).isEmpty();
    run("groups", "reset", group, "--to", "8");
    assertThat(run("consume", topic, "-g", group).out()).isEqualTo(lines(8, 10));
    run("groups", "reset", group, "--to", "beginning", "-t", topic + ":0");
    assertThat(run("groups", "describe", group).out()).contains("lag in all: 10");
    assertThat(run("groups", "delete", group).out()).contains(group + " deleted");
    CliRun gone = CliRun.at(TestBrokers.bootstrap()).run("groups", "describe", group);
    assertThat(gone.code()).isEqualTo(ExitCode.FAILED);
    assertThat(gone.err()).contains("no such group");
  }

  @Test
  void followGoesOnUntilItIsInterrupted() {
    String topic = TestBrokers.topic(1);
    produce("old\n", "produce", topic);
    String group = TestBrokers.name("follower");
    CliRun follower =
        CliRun.at(TestBrokers.bootstrap()).start("consume", topic, "--follow", "-g", group);
    follower.awaitOut(out -> out.equals("old\n"));
    produce("new\n", "produce", topic);
    follower.awaitOut(out -> out.equals("old\nnew\n"));
    assertThat(run("groups", "describe", group).out()).contains("members 1", "kafka-vertx-cli");
    assertThat(follower.interrupt().ended().code()).isEqualTo(130);
    assertThat(run("groups", "describe", group).out()).contains("members 0", "lag in all: 0");
  }

  @Test
  void aClosedPipeEndsItQuietly() {
    String topic = TestBrokers.topic(1);
    produce(lines(0, 30_000), "produce", topic);
    OutputStream head =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    CliRun run =
        CliRun.at(TestBrokers.bootstrap())
            .output(head)
            .run("consume", topic, "--follow", "--from", "beginning");
    assertThat(run.code()).as("%s", run).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatWasTypedSoFarIsStoredWhenProduceIsInterrupted() throws IOException {
    String topic = TestBrokers.topic(1);
    try (PipedOutputStream keyboard = new PipedOutputStream()) {
      CliRun writer =
          CliRun.at(TestBrokers.bootstrap())
              .input(new PipedInputStream(keyboard))
              .start("produce", topic);
      keyboard.write("one\n".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      CliRun reader =
          CliRun.at(TestBrokers.bootstrap())
              .start("consume", topic, "--follow", "--from", "beginning");
      reader.awaitOut(out -> out.equals("one\n"));
      reader.interrupt().ended();
      writer.interrupt();
      writer.awaitErr(err -> err.contains("1 record stored"));
    }
  }

  @Test
  void pingTellsWhatIsThere() {
    CliRun plain = run("ping", "-n", "3");
    assertThat(plain.out())
        .contains("listener     PLAINTEXT", "Kafka 4.4", "latency", "cluster", "controller");
    CliRun sasl =
        CliRun.at(TestBrokers.bootstrap(TestBrokers.SASL))
            .environment("KAFKA_PASSWORD", TestBrokers.PASSWORD)
            .run("ping", "--user", "bob", "--apis");
    assertThat(done(sasl).out())
        .contains("SASL_PLAINTEXT", "PLAIN", "SCRAM-SHA-512", "API_VERSIONS");
    CliRun tls =
        CliRun.at(TestBrokers.bootstrap(TestBrokers.TLS))
            .run("ping", "--ca", TestBrokers.authority().toString());
    assertThat(done(tls).out())
        .contains("SSL", "TLSv1.3", "CN=good", "localhost, 127.0.0.1", "expires");
    CliRun refused = CliRun.at(TestBrokers.bootstrap(TestBrokers.EXPIRED)).run("ping", "--tls");
    assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.out()).contains("CN=expired", "EXPIRED 30 days ago");
  }

  @Test
  void helpIsThereForEverything() {
    for (List<String> command :
        List.of(
            List.of("--help"),
            List.of("ping", "--help"),
            List.of("topics", "--help"),
            List.of("topics", "create", "--help"),
            List.of("consume", "-h"),
            List.of("produce", "-h"),
            List.of("groups", "reset", "-h"))) {
      CliRun run = CliRun.at("127.0.0.1:1").run(command.toArray(String[]::new));
      assertThat(run.out()).contains("Usage: kafka-vertx").doesNotContain("\u001b");
      assertThat(run.code()).isZero();
    }
    assertThat(run("completion").out()).contains("complete -F");
    assertThat(run("--version").out()).contains("kafka-vertx");
  }

  @Test
  void aLongReadShowsItsProgressOnlyWhereThereIsAScreen() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Terminal screen =
        new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            shown,
            Map.of(),
            false,
            true,
            true);
    try (Progress progress = new Progress(screen, true)) {
      progress.show(500, 1_000_000, 1, 2);
      assertThat(shown.toString(StandardCharsets.UTF_8))
          .contains("[############............] 50 %", "500 records, 1.0 MB");
    }
    assertThat(shown.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
    String topic = TestBrokers.topic(1);
    assertThat(produce("x\n", "produce", topic).err()).doesNotContain("\r");
  }
}

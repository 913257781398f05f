package io.kafkavertx.benchmarks;

import io.kafkavertx.micrometer.MicrometerReporterFactory;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Compares this client with kafka-clients and vertx-kafka-client on one broker in one run. The
 * contenders take turns, so that a machine that slows down slows all of them down; the first rounds
 * warm up and do not count. The broker has a JVM of its own, so the CPU time is the clients'.
 *
 * <p>System properties: {@code records} (a round, 1,000,000 unless set), {@code size} (bytes of a
 * value, 100), {@code partitions} (6), {@code rounds} (counted ones, 5), {@code warmup} (2), {@code
 * singles} (records whose latency is measured one by one, 2000), {@code bootstrap} (a broker of
 * yours), {@code metrics} (true for one more row: this client with the Micrometer reporter), {@code
 * out} (the Markdown file to write the table into, between its marks; printed only when not set).
 */
public final class Compare {
  private final KafkaBroker own;

  private Compare(KafkaBroker own) {
    this.own = own;
  }

  public static void main(String[] args) {
    try {
      compare();
      System.exit(0);
    } catch (Exception e) {
      // Threads of a contender may still run.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void compare() throws Exception {
    String bootstrap = System.getProperty("bootstrap", "");
    KafkaBroker own =
        bootstrap.isEmpty()
            ? KafkaBroker.start(
                BrokerOptions.version("4.4.0")
                    .jvmFlags(BrokerOptions.FAST_JVM)
                    .property("file.delete.delay.ms", "1000")
                    .property("log.retention.check.interval.ms", "1000"))
            : null;
    try {
      Load load =
          new Load(
              Integer.getInteger("records", 1_000_000),
              Integer.getInteger("size", 100),
              Integer.getInteger("partitions", 6),
              own == null ? bootstrap : own.bootstrapServers());
      Report report =
          new Compare(own)
              .run(
                  load,
                  Integer.getInteger("warmup", 2),
                  Integer.getInteger("rounds", 5),
                  Integer.getInteger("singles", 2000));
      System.out.println(report.markdown());
      String out = System.getProperty("out", "");
      if (!out.isEmpty()) {
        report.writeInto(java.nio.file.Path.of(out));
      }
    } finally {
      if (own != null) {
        own.close();
      }
    }
  }

  private Report run(Load load, int warmup, int rounds, int singles) throws Exception {
    List<Contender> contenders =
        new ArrayList<>(
            List.of(
                new KafkaVertxContender(List.of()),
                new KafkaClientsContender(),
                new WrapperContender()));
    if (Boolean.getBoolean("metrics")) {
      contenders.add(
          new KafkaVertxContender(
              List.of(new MicrometerReporterFactory(new SimpleMeterRegistry()))));
    }
    Map<String, List<Sample>> produce = new LinkedHashMap<>();
    Map<String, List<Sample>> consume = new LinkedHashMap<>();
    Map<String, Latency> latencies = new LinkedHashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", load.bootstrap()))) {
      String source = topic(admin, load, "source");
      contenders.get(1).produce(source, load);
      for (int round = -warmup; round < rounds; round++) {
        for (Contender contender : contenders) {
          String target = topic(admin, load, contender.name() + "-" + round);
          Sample produced = Sample.of(() -> contender.produce(target, load));
          admin.deleteTopics(List.of(target)).all().get();
          Sample consumed = Sample.of(() -> check(contender.consume(source, load), load));
          System.out.printf(
              "round %d %-20s produce %.2f s wall %.2f s cpu   consume %.2f s wall %.2f s cpu%n",
              round,
              contender.name(),
              produced.wallSeconds(),
              produced.cpuSeconds(),
              consumed.wallSeconds(),
              consumed.cpuSeconds());
          if (round >= 0) {
            produce.computeIfAbsent(contender.name(), n -> new ArrayList<>()).add(produced);
            consume.computeIfAbsent(contender.name(), n -> new ArrayList<>()).add(consumed);
          }
        }
      }
      for (Contender contender : contenders) {
        String target = topic(admin, load, contender.name() + "-single");
        latencies.put(contender.name(), Latency.of(contender, target, load, singles / 4, singles));
        admin.deleteTopics(List.of(target)).all().get();
      }
    }
    for (Contender contender : contenders) {
      contender.close();
    }
    return new Report(load, rounds, produce, consume, singles, latencies);
  }

  private static void check(long bytes, Load load) {
    if (bytes != (long) load.records() * load.size()) {
      throw new IllegalStateException("read " + bytes + " bytes of values");
    }
  }

  private String topic(Admin admin, Load load, String name) throws Exception {
    String topic = "bench-" + name + "-" + System.nanoTime();
    if (own != null) {
      // Waits until the leaders serve: a first batch that is refused sends kafka-clients into a
      // loop
      // of OUT_OF_ORDER_SEQUENCE_NUMBER.
      own.createTopic(topic, load.partitions());
    } else {
      admin.createTopics(List.of(new NewTopic(topic, load.partitions(), (short) 1))).all().get();
    }
    return topic;
  }
}

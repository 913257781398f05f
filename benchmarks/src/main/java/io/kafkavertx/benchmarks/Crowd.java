package io.kafkavertx.benchmarks;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What many consumers in one process cost: each client in a JVM of its own with that many
 * consumers, of one partition each, that have read what there was and now wait. Once with
 * partitions assigned by hand, once as members of one group.
 *
 * <p>System properties: {@code consumers}, {@code records} (for each of them to read first), {@code
 * seconds} (of waiting), {@code out} and {@code mark} as for {@link Compare}.
 */
public final class Crowd {
  private static final int CONSUMERS = Integer.getInteger("consumers", 500);
  private static final int RECORDS = Integer.getInteger("records", 1_000);
  private static final int SECONDS = Integer.getInteger("seconds", 10);
  private static final int VALUE_BYTES = 100;
  private static final List<String> CLIENTS = List.of("kafka-vertx", "kafka-clients");

  private Crowd() {}

  public static void main(String[] args) throws Exception {
    String text;
    try (KafkaBroker broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .jvmFlags(BrokerOptions.FAST_JVM)
                // As brokers have it: members that start together are waited for.
                .property("group.initial.rebalance.delay.ms", "3000"))) {
      String topic = "crowd";
      broker.createTopic(topic, CONSUMERS);
      fill(broker.bootstrapServers(), topic);
      StringBuilder table = new StringBuilder(head());
      for (String mode : List.of("assign", "subscribe")) {
        for (String client : CLIENTS) {
          String row = row(client, mode, broker.bootstrapServers(), topic);
          System.out.println(row);
          table.append(row).append(System.lineSeparator());
        }
      }
      text = table.toString();
    }
    System.out.println(text);
    String out = System.getProperty("out", "");
    if (!out.isEmpty()) {
      Report.replace(Path.of(out), System.getProperty("mark", "crowd"), text);
    }
    System.exit(0);
  }

  private static String head() {
    return String.format(
        "%d consumers in one JVM (%s), a partition and %,d records of %d bytes each; idle for %d"
            + " seconds.%n%n"
            + "| | client | threads with 1 | threads with %d | peak memory (RSS) MB | live heap"
            + " each KB | idle CPU, %% of a core |%n|---|---|---|---|---|---|---|%n",
        CONSUMERS, System.getProperty("java.version"), RECORDS, VALUE_BYTES, SECONDS, CONSUMERS);
  }

  private static void fill(String bootstrap, String topic) {
    Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", bootstrap));
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < CONSUMERS * RECORDS; i++) {
        producer.send(new ProducerRecord<>(topic, i % CONSUMERS, null, new byte[VALUE_BYTES]));
      }
    }
  }

  private static String row(String client, String mode, String bootstrap, String topic)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                // What is needed shall show, not what a JVM takes when there is plenty.
                "-Xms32m",
                "-Xmx1g",
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                CrowdMember.class.getName(),
                client,
                mode,
                bootstrap,
                topic));
    for (int number : new int[] {CONSUMERS, RECORDS, SECONDS}) {
      command.add(Integer.toString(number));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String result = null;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        result = line;
      }
    }
    if (process.waitFor() != 0 || result == null) {
      throw new IllegalStateException(client + ", " + mode + ": ended with " + process.exitValue());
    }
    return "| " + mode + " | " + client + " | " + result + " |";
  }
}

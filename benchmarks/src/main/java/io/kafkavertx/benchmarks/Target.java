package io.kafkavertx.benchmarks;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What the contenders talk to. Always another process, so that the CPU time here is the clients'.
 */
interface Target extends AutoCloseable {
  String bootstrap();

  /** A new topic whose leaders take records. */
  String topic(String name, int partitions) throws Exception;

  void delete(String topic) throws Exception;

  @Override
  void close() throws Exception;

  private static String unique(String name) {
    return "bench-" + name + "-" + System.nanoTime();
  }

  /** A real broker in a JVM of its own. */
  static Target real() {
    KafkaBroker broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .jvmFlags(BrokerOptions.FAST_JVM)
                .property("file.delete.delay.ms", "1000")
                .property("log.retention.check.interval.ms", "1000"));
    Target yours = yours(broker.bootstrapServers());
    return new Target() {
      @Override
      public String bootstrap() {
        return yours.bootstrap();
      }

      @Override
      public String topic(String name, int partitions) {
        String topic = unique(name);
        // Waits until the leaders serve: a first batch that is refused sends kafka-clients into a
        // loop of OUT_OF_ORDER_SEQUENCE_NUMBER.
        broker.createTopic(topic, partitions);
        return topic;
      }

      @Override
      public void delete(String topic) throws Exception {
        yours.delete(topic);
      }

      @Override
      public void close() throws Exception {
        yours.close();
        broker.close();
      }
    };
  }

  /** A broker that somebody else has started. */
  static Target yours(String bootstrap) {
    Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    return new Target() {
      @Override
      public String bootstrap() {
        return bootstrap;
      }

      @Override
      public String topic(String name, int partitions) throws Exception {
        String topic = unique(name);
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        return topic;
      }

      @Override
      public void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
      }

      @Override
      public void close() {
        admin.close();
      }
    };
  }

  /** A {@link StubBroker} in a JVM of its own. */
  static Target stub(int partitions) throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xms512m",
                "-Xmx512m",
                "-Dpartitions=" + partitions,
                "-cp",
                System.getProperty("java.class.path"),
                StubBroker.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String port = lines.readLine();
    if (port == null) {
      throw new IllegalStateException("the stub broker did not start");
    }
    return new Target() {
      @Override
      public String bootstrap() {
        return "127.0.0.1:" + port;
      }

      @Override
      public String topic(String name, int count) {
        return unique(name);
      }

      @Override
      public void delete(String topic) {}

      @Override
      public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    };
  }
}

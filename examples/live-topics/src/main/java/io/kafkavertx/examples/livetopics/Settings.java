package io.kafkavertx.examples.livetopics;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.ProducerOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * What the page may do and how much of it.
 *
 * @param kafka properties of the connection, with the Java client's names; {@code
 *     bootstrap.servers} among them
 * @param host the address to listen at
 * @param port 0 for any that is free
 * @param readonly whether producing is refused
 * @param samplesPerSecond the most records a second that a session sends to its page while it
 *     follows topics
 * @param pageSize how many records are read without gaps after a seek, before the page is asked
 * @param maxSessions how many pages may watch at once
 * @param maxPartitions how many partitions a page may watch at once
 * @param idleTimeout how long a session lives whose page asks for nothing and says nothing
 */
record Settings(
    Properties kafka,
    String host,
    int port,
    boolean readonly,
    int samplesPerSecond,
    int pageSize,
    int maxSessions,
    int maxPartitions,
    Duration idleTimeout) {
  /** How long a call may take before the page is told that no broker answers. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);

  /** The defaults, with a broker and an address. */
  static Settings of(String bootstrapServers, String host, int port) {
    Properties kafka = new Properties();
    kafka.put("bootstrap.servers", bootstrapServers);
    return of(kafka, host, port);
  }

  private static Settings of(Properties kafka, String host, int port) {
    return new Settings(kafka, host, port, false, 200, 200, 16, 200, Duration.ofMinutes(10));
  }

  /** What the system properties say; {@code docs/live-topics.md} lists them. */
  static Settings fromSystemProperties() {
    Properties kafka = new Properties();
    String config = System.getProperty("config", "");
    if (!config.isBlank()) {
      try (Reader reader = Files.newBufferedReader(Path.of(config))) {
        kafka.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("-Dconfig=" + config + " cannot be read: " + e, e);
      }
    }
    String bootstrap = System.getProperty("bootstrap", "");
    if (!bootstrap.isBlank()) {
      kafka.put("bootstrap.servers", bootstrap);
    }
    Settings settings =
        of(kafka, System.getProperty("host", "127.0.0.1"), Integer.getInteger("port", 8080));
    return Boolean.getBoolean("readonly") ? settings.readOnly() : settings;
  }

  /** The same with another broker. */
  Settings at(String bootstrapServers) {
    Properties other = new Properties();
    other.putAll(kafka);
    other.put("bootstrap.servers", bootstrapServers);
    return new Settings(
        other,
        host,
        port,
        readonly,
        samplesPerSecond,
        pageSize,
        maxSessions,
        maxPartitions,
        idleTimeout);
  }

  Settings readOnly() {
    return new Settings(
        kafka,
        host,
        port,
        true,
        samplesPerSecond,
        pageSize,
        maxSessions,
        maxPartitions,
        idleTimeout);
  }

  Settings sessions(int most, Duration idle) {
    return new Settings(
        kafka, host, port, readonly, samplesPerSecond, pageSize, most, maxPartitions, idle);
  }

  String bootstrapServers() {
    return kafka.getProperty("bootstrap.servers");
  }

  /** Of a consumer without a group, which starts at the end and commits nothing. */
  ConsumerOptions consumer() {
    return ConsumerOptions.fromProperties(kafka)
        .setAutoOffsetReset("latest")
        .setEnableAutoCommit(false)
        .setAllowAutoCreateTopics(false)
        .setClientId("live-topics")
        .setReconnectBackoffMax(Duration.ofSeconds(2))
        .setMaxBufferedBytes(16L << 20)
        .setMaxPartitionFetchBytes(512 << 10);
  }

  ProducerOptions producer() {
    return ProducerOptions.fromProperties(kafka)
        .setClientId("live-topics")
        .setRequestTimeout(Duration.ofSeconds(6))
        .setReconnectBackoffMax(Duration.ofSeconds(2))
        .setDeliveryTimeout(Duration.ofSeconds(8));
  }

  KafkaAdminOptions admin() {
    return KafkaAdminOptions.fromProperties(kafka)
        .setClientId("live-topics")
        .setReconnectBackoffMax(Duration.ofSeconds(2))
        .setDefaultApiTimeout(CALL_TIMEOUT);
  }
}

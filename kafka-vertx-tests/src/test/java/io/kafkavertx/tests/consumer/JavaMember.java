package io.kafkavertx.tests.consumer;

import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member with kafka-clients on a thread of its own. It commits what it has read when partitions
 * are taken from it, so that in good order nothing is read twice.
 */
final class JavaMember implements GroupTrial.Member {
  private static final String PACKAGE = "org.apache.kafka.clients.consumer.";
  private static final Map<String, String> CLASSES =
      Map.of(
          "range", PACKAGE + "RangeAssignor",
          "roundrobin", PACKAGE + "RoundRobinAssignor",
          "sticky", PACKAGE + "StickyAssignor",
          "cooperative-sticky", PACKAGE + "CooperativeStickyAssignor");

  private final String name;
  private final GroupWatch watch;
  private final CompletableFuture<Void> done;
  private volatile boolean stopped;

  JavaMember(String name, String group, String topic, List<String> assignors, GroupWatch watch) {
    this.name = name;
    this.watch = watch;
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", SharedBroker.bootstrapServers());
    config.put("group.id", group);
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("heartbeat.interval.ms", 300);
    config.put("partition.assignment.strategy", assignors.stream().map(CLASSES::get).toList());
    this.done = CompletableFuture.runAsync(() -> run(config, topic), task -> thread(task).start());
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void stop() throws Exception {
    stopped = true;
    done.get(120, TimeUnit.SECONDS);
  }

  private void run(Map<String, Object> config, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic), new Listener(consumer));
      while (!stopped) {
        consumer
            .poll(Duration.ofMillis(50))
            .forEach(
                record ->
                    watch.read(
                        name,
                        new TopicPartition(record.topic(), record.partition()),
                        record.offset()));
      }
    } catch (RuntimeException e) {
      watch.violation(name + ": " + e);
      throw e;
    }
  }

  private final class Listener implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Listener(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsRevoked(Collection<org.apache.kafka.common.TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        consumer.commitSync();
      }
      watch.gone(name, ours(partitions));
    }

    @Override
    public void onPartitionsAssigned(
        Collection<org.apache.kafka.common.TopicPartition> partitions) {
      watch.gained(name, ours(partitions));
    }

    private Set<TopicPartition> ours(
        Collection<org.apache.kafka.common.TopicPartition> partitions) {
      Set<TopicPartition> ours = new HashSet<>();
      partitions.forEach(tp -> ours.add(new TopicPartition(tp.topic(), tp.partition())));
      return ours;
    }
  }
}

package io.kafkavertx.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** {@link CrowdReaders} of the Java client: a thread each, which polls. */
final class JavaReaders implements CrowdReaders {
  private final List<Reader> all = new ArrayList<>();
  private final AtomicLong read = new AtomicLong();
  private final String bootstrap;
  private final String topic;
  private final String groupId;

  JavaReaders(String bootstrap, String topic, String groupId) {
    this.bootstrap = bootstrap;
    this.topic = topic;
    this.groupId = groupId;
  }

  private final class Reader extends Thread {
    private final int number;
    private volatile int assigned;

    Reader(int number) {
      super("reader-" + number);
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      Map<String, Object> config =
          new HashMap<>(
              Map.of(
                  "bootstrap.servers",
                  bootstrap,
                  "auto.offset.reset",
                  "earliest",
                  "enable.auto.commit",
                  groupId != null));
      if (groupId != null) {
        config.put("group.id", groupId);
      }
      try (var consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        if (groupId == null) {
          consumer.assign(List.of(new TopicPartition(topic, number)));
        } else {
          consumer.subscribe(List.of(topic));
        }
        while (true) {
          read.addAndGet(consumer.poll(Duration.ofSeconds(1)).count());
          assigned = consumer.assignment().size();
        }
      }
    }
  }

  @Override
  public void add(int more) {
    for (int i = 0; i < more; i++) {
      Reader reader = new Reader(all.size());
      all.add(reader);
      reader.start();
    }
  }

  @Override
  public int assigned() {
    return all.stream().mapToInt(reader -> reader.assigned).sum();
  }

  @Override
  public boolean settled(int consumers) {
    return all.size() == consumers && all.stream().allMatch(reader -> reader.assigned == 1);
  }

  @Override
  public long read() {
    return read.get();
  }
}

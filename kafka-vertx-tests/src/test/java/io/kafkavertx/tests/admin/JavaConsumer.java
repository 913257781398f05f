package io.kafkavertx.tests.admin;

import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of a group, with kafka-clients on a thread of its own; there once it has partitions. */
final class JavaConsumer implements AutoCloseable {
  private final CompletableFuture<Void> assigned = new CompletableFuture<>();
  private final CompletableFuture<Void> done;
  private volatile boolean stopped;

  JavaConsumer(String group, String topic, Map<String, Object> config) throws Exception {
    Map<String, Object> all = new HashMap<>(config);
    all.put("bootstrap.servers", SharedBroker.bootstrapServers());
    all.put("group.id", group);
    all.put("client.id", "live-" + group);
    all.put("enable.auto.commit", false);
    done = CompletableFuture.runAsync(() -> run(all, topic), task -> thread(task).start());
    CompletableFuture.anyOf(assigned, done).get(60, TimeUnit.SECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "java-consumer");
    thread.setDaemon(true);
    return thread;
  }

  private void run(Map<String, Object> config, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (!stopped) {
        consumer.poll(Duration.ofMillis(50));
        if (!consumer.assignment().isEmpty()) {
          assigned.complete(null);
        }
      }
    }
  }

  @Override
  public void close() throws Exception {
    stopped = true;
    done.get(60, TimeUnit.SECONDS);
  }
}

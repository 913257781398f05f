package io.kafkavertx.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Java client of Apache Kafka. */
final class KafkaClientsContender implements Contender {
  @Override
  public String name() {
    return "kafka-clients";
  }

  static Map<String, Object> producerConfig(Load load) {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            load.bootstrap(),
            "linger.ms",
            Load.LINGER_MS,
            "batch.size",
            Load.BATCH_SIZE,
            "buffer.memory",
            Load.BUFFER_MEMORY,
            "acks",
            "all",
            "enable.idempotence",
            true,
            "compression.type",
            load.codec()));
  }

  static Map<String, Object> consumerConfig(Load load) {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            load.bootstrap(),
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false));
  }

  @Override
  public void produce(String topic, Load load, Runnable finished) throws Exception {
    byte[][] payloads = load.payloads();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (var producer =
        new KafkaProducer<>(
            producerConfig(load), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < load.records(); i++) {
        producer.send(
            new ProducerRecord<>(topic, Load.payload(payloads, i)),
            (metadata, e) -> {
              if (e != null) {
                failure.set(e);
              }
            });
      }
      producer.flush();
      finished.run();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public long consume(String topic, Load load, Runnable finished) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < load.partitions(); i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    long bytes = 0;
    try (var consumer =
        new KafkaConsumer<>(
            consumerConfig(load), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      for (int seen = 0; seen < load.records(); ) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          bytes += record.value().length;
          seen++;
        }
      }
      finished.run();
    }
    return bytes;
  }

  @Override
  public AutoCloseable follow(String topic, Load load, Consumer<byte[]> handler) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch positioned = new CountDownLatch(1);
    TopicPartition partition = new TopicPartition(topic, 0);
    Thread thread =
        new Thread(
            () -> {
              try (var consumer =
                  new KafkaConsumer<>(
                      consumerConfig(load),
                      new ByteArrayDeserializer(),
                      new ByteArrayDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToEnd(List.of(partition));
                consumer.position(partition);
                positioned.countDown();
                while (!over.get()) {
                  consumer
                      .poll(Duration.ofMillis(500))
                      .forEach(record -> handler.accept(record.value()));
                }
              }
            },
            "kafka-clients-consumer");
    thread.start();
    positioned.await();
    return () -> {
      over.set(true);
      thread.join();
    };
  }

  @Override
  public Sender sender(String topic, Load load) {
    var producer =
        new KafkaProducer<>(
            producerConfig(load), new ByteArraySerializer(), new ByteArraySerializer());
    return new Sender() {
      @Override
      public void send(byte[] value, Consumer<Throwable> acknowledged) {
        producer.send(new ProducerRecord<>(topic, value), (metadata, e) -> acknowledged.accept(e));
      }

      @Override
      public void close() {
        producer.close();
      }
    };
  }

  @Override
  public void close() {}
}

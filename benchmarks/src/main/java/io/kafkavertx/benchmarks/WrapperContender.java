package io.kafkavertx.benchmarks;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** vertx-kafka-client, which wraps kafka-clients. */
final class WrapperContender implements Contender {
  private final Vertx vertx = Vertx.vertx();

  @Override
  public String name() {
    return "vertx-kafka-client";
  }

  private static Map<String, String> text(Map<String, Object> config, String kind) {
    Map<String, String> text = new HashMap<>();
    config.forEach((key, value) -> text.put(key, value.toString()));
    String serde = "org.apache.kafka.common.serialization.ByteArray" + kind;
    text.put("key." + kind.toLowerCase(java.util.Locale.ROOT), serde);
    text.put("value." + kind.toLowerCase(java.util.Locale.ROOT), serde);
    return text;
  }

  @Override
  public void produce(String topic, Load load) throws Exception {
    byte[][] payloads = load.payloads();
    Promise<Void> done = Promise.promise();
    KafkaProducer<byte[], byte[]> producer =
        KafkaProducer.create(vertx, text(KafkaClientsContender.producerConfig(load), "Serializer"));
    producer.exceptionHandler(done::tryFail);
    vertx
        .getOrCreateContext()
        .runOnContext(v -> new Feeder(producer, topic, payloads, load.records(), done).feed());
    done.future().await(10, TimeUnit.MINUTES);
    producer.close().await(1, TimeUnit.MINUTES);
  }

  private static final class Feeder {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final byte[][] payloads;
    private final int records;
    private final Promise<Void> done;
    private int next;

    Feeder(
        KafkaProducer<byte[], byte[]> producer,
        String topic,
        byte[][] payloads,
        int records,
        Promise<Void> done) {
      this.producer = producer;
      this.topic = topic;
      this.payloads = payloads;
      this.records = records;
      this.done = done;
    }

    void feed() {
      while (next < records) {
        if (producer.writeQueueFull()) {
          producer.drainHandler(v -> feed());
          return;
        }
        producer.write(KafkaProducerRecord.create(topic, payloads[next++ & 1023]));
      }
      producer.flush().onComplete(done::handle);
    }
  }

  @Override
  public long consume(String topic, Load load) throws Exception {
    Set<TopicPartition> partitions = new HashSet<>();
    for (int i = 0; i < load.partitions(); i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    Promise<Long> done = Promise.promise();
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            vertx, text(KafkaClientsContender.consumerConfig(load), "Deserializer"));
    long[] count = new long[2];
    consumer.exceptionHandler(done::tryFail);
    consumer.handler(
        record -> {
          count[1] += record.value().length;
          if (++count[0] == load.records()) {
            done.tryComplete(count[1]);
          }
        });
    consumer.assign(partitions).onFailure(done::tryFail);
    long bytes = done.future().await(10, TimeUnit.MINUTES);
    consumer.close().await(1, TimeUnit.MINUTES);
    return bytes;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

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
import java.util.function.Consumer;

/** vertx-kafka-client, which wraps kafka-clients. */
final class WrapperContender implements Contender {
  private final Vertx vertx = Vertx.vertx();

  @Override
  public String name() {
    return "vertx-kafka-client";
  }

  static Map<String, String> text(Map<String, Object> config, String kind) {
    Map<String, String> text = new HashMap<>();
    config.forEach((key, value) -> text.put(key, value.toString()));
    String serde = "org.apache.kafka.common.serialization.ByteArray" + kind;
    text.put("key." + kind.toLowerCase(java.util.Locale.ROOT), serde);
    text.put("value." + kind.toLowerCase(java.util.Locale.ROOT), serde);
    return text;
  }

  @Override
  public void produce(String topic, Load load, Runnable finished) throws Exception {
    Promise<Void> done = Promise.promise();
    KafkaProducer<byte[], byte[]> producer =
        KafkaProducer.create(vertx, text(KafkaClientsContender.producerConfig(load), "Serializer"));
    producer.exceptionHandler(done::tryFail);
    vertx
        .getOrCreateContext()
        .runOnContext(
            v ->
                new Feeder<KafkaProducerRecord<byte[], byte[]>>(
                        producer,
                        value -> KafkaProducerRecord.create(topic, value),
                        producer::write,
                        producer::flush,
                        load,
                        done)
                    .feed());
    done.future().await(10, TimeUnit.MINUTES);
    finished.run();
    producer.close().await(1, TimeUnit.MINUTES);
  }

  @Override
  public long consume(String topic, Load load, Runnable finished) throws Exception {
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
    finished.run();
    consumer.close().await(1, TimeUnit.MINUTES);
    return bytes;
  }

  @Override
  public AutoCloseable follow(String topic, Load load, Consumer<byte[]> handler) throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            vertx, text(KafkaClientsContender.consumerConfig(load), "Deserializer"));
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.handler(record -> handler.accept(record.value()));
    consumer.assign(partition).await(1, TimeUnit.MINUTES);
    consumer.seekToEnd(partition).await(1, TimeUnit.MINUTES);
    consumer.position(partition).await(1, TimeUnit.MINUTES);
    return () -> consumer.close().await(1, TimeUnit.MINUTES);
  }

  @Override
  public Sender sender(String topic, Load load) {
    KafkaProducer<byte[], byte[]> producer =
        KafkaProducer.create(vertx, text(KafkaClientsContender.producerConfig(load), "Serializer"));
    return new Sender() {
      @Override
      public void send(byte[] value, Consumer<Throwable> acknowledged) {
        producer
            .send(KafkaProducerRecord.create(topic, value))
            .onComplete(stored -> acknowledged.accept(stored.cause()));
      }

      @Override
      public void close() throws Exception {
        producer.close().await(1, TimeUnit.MINUTES);
      }
    };
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

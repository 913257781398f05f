package io.kafkavertx.benchmarks;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This client, fed and read on its event loop. */
final class KafkaVertxContender implements Contender {
  private final Vertx vertx = Vertx.vertx();

  @Override
  public String name() {
    return "kafka-vertx";
  }

  @Override
  public void produce(String topic, Load load) throws Exception {
    byte[][] payloads = load.payloads();
    Context context = vertx.getOrCreateContext();
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          KafkaProducer<byte[], byte[]> producer =
              KafkaProducer.create(
                  vertx,
                  new ProducerOptions()
                      .setBootstrapServers(load.bootstrap())
                      .setLinger(Duration.ofMillis(Load.LINGER_MS))
                      .setBatchSize(Load.BATCH_SIZE)
                      .setBufferMemory(Load.BUFFER_MEMORY),
                  Serializer.bytes(),
                  Serializer.bytes());
          producer.exceptionHandler(done::tryFail);
          new Feeder(producer, topic, payloads, load.records(), done).feed();
        });
    done.future().await(10, TimeUnit.MINUTES);
  }

  /** Writes as long as there is room, and goes on when there is room again. */
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
        producer.write(ProducerRecord.of(topic, payloads[next++ & 1023]));
      }
      producer.end().onComplete(done::handle);
    }
  }

  @Override
  public long consume(String topic, Load load) throws Exception {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < load.partitions(); i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    Promise<Long> done = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            v -> {
              KafkaConsumer<byte[], byte[]> consumer =
                  KafkaConsumer.create(
                      vertx,
                      new ConsumerOptions()
                          .setBootstrapServers(load.bootstrap())
                          .setAutoOffsetReset("earliest")
                          .setEnableAutoCommit(false),
                      Deserializer.bytes(),
                      Deserializer.bytes());
              long[] count = new long[2];
              consumer.exceptionHandler(done::tryFail);
              consumer.handler(
                  record -> {
                    count[1] += record.value().length;
                    if (++count[0] == load.records()) {
                      long bytes = count[1];
                      consumer.close().onComplete(closed -> done.tryComplete(bytes));
                    }
                  });
              consumer.assign(partitions).onFailure(done::tryFail);
            });
    return done.future().await(10, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    Future<Void> closed = vertx.close();
    closed.await();
  }
}

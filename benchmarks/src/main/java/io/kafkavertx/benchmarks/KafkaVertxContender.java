package io.kafkavertx.benchmarks;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** This client, fed and read on its event loop. */
final class KafkaVertxContender implements Contender {
  private final Vertx vertx = Vertx.vertx();
  private final String name;
  private final boolean futures;
  private final List<MetricsReporterFactory> reporters;

  /**
   * A contender.
   *
   * @param futures whether each record gets a future of its own ({@code send}), or shares one with
   *     others ({@code write})
   * @param reporters told of all measurements; empty for none
   */
  KafkaVertxContender(String name, boolean futures, List<MetricsReporterFactory> reporters) {
    this.name = name;
    this.futures = futures;
    this.reporters = reporters;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void produce(String topic, Load load, Runnable finished) throws Exception {
    Context context = vertx.getOrCreateContext();
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          KafkaProducer<byte[], byte[]> producer = producer(load);
          producer.exceptionHandler(done::tryFail);
          Handler<Throwable> failed = done::tryFail;
          new Feeder<ProducerRecord<byte[], byte[]>>(
                  producer,
                  value -> ProducerRecord.of(topic, value),
                  futures
                      ? record -> producer.send(record).onFailure(failed)
                      : record -> producer.write(record),
                  () ->
                      producer.flush().onSuccess(all -> finished.run()).eventually(producer::close),
                  load,
                  done)
              .feed();
        });
    done.future().await(10, TimeUnit.MINUTES);
  }

  private KafkaProducer<byte[], byte[]> producer(Load load) {
    return KafkaProducer.create(
        vertx,
        new ProducerOptions()
            .setBootstrapServers(load.bootstrap())
            .setMetricsReporterFactories(reporters)
            .setLinger(Duration.ofMillis(Load.LINGER_MS))
            .setBatchSize(Load.BATCH_SIZE)
            .setBufferMemory(Load.BUFFER_MEMORY)
            .setCompression(load.codec()),
        Serializer.bytes(),
        Serializer.bytes());
  }

  @Override
  public Sender sender(String topic, Load load) {
    KafkaProducer<byte[], byte[]> producer = producer(load);
    return new Sender() {
      @Override
      public void send(byte[] value, Consumer<Throwable> acknowledged) {
        producer
            .send(ProducerRecord.of(topic, value))
            .onComplete(stored -> acknowledged.accept(stored.cause()));
      }

      @Override
      public void close() throws Exception {
        producer.close().await(1, TimeUnit.MINUTES);
      }
    };
  }

  @Override
  public boolean consumes() {
    return !futures;
  }

  @Override
  public long consume(String topic, Load load, Runnable finished) throws Exception {
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
                          .setMetricsReporterFactories(reporters)
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
                      finished.run();
                      consumer.close().onComplete(closed -> done.tryComplete(bytes));
                    }
                  });
              consumer.assign(partitions).onFailure(done::tryFail);
            });
    return done.future().await(10, TimeUnit.MINUTES);
  }

  @Override
  public AutoCloseable follow(String topic, Load load, Consumer<byte[]> handler) throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(load.bootstrap())
                .setMetricsReporterFactories(reporters)
                .setAutoOffsetReset("latest")
                .setEnableAutoCommit(false),
            Deserializer.bytes(),
            Deserializer.bytes());
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.handler(record -> handler.accept(record.value()));
    consumer.assign(List.of(partition)).await(1, TimeUnit.MINUTES);
    consumer.position(partition).await(1, TimeUnit.MINUTES);
    return () -> consumer.close().await(1, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    Future<Void> closed = vertx.close();
    closed.await();
  }
}

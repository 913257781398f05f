package io.kafkavertx.examples.livetopics.demo;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Writes a small shop's records, so that there is something to see, and reads some of them. */
public final class DemoTraffic extends VerticleBase {
  /** Of the loudest topic: records a second. */
  public static final int CLICKS_PER_SECOND = 5_000;

  private static final int TICK_MS = 20;
  private static final long KEEP_BYTES = 64L << 20;

  private final String bootstrapServers;
  private final DemoRecords records = new DemoRecords();
  private KafkaProducer<Buffer, Buffer> producer;
  private KafkaConsumer<byte[], byte[]> consumer;
  private long lost;

  /**
   * @param bootstrapServers where to write to
   */
  public DemoTraffic(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  @Override
  public Future<?> start() {
    KafkaAdmin admin =
        KafkaAdmin.create(vertx, new KafkaAdminOptions().setBootstrapServers(bootstrapServers));
    return admin
        .createTopics(topics())
        .compose(created -> created.all())
        .eventually(admin::close)
        .compose(
            created -> {
              producer =
                  KafkaProducer.create(
                      vertx,
                      new ProducerOptions()
                          .setBootstrapServers(bootstrapServers)
                          .setLinger(Duration.ofMillis(10)),
                      Serializer.buffer(),
                      Serializer.buffer());
              write();
              return read();
            });
  }

  @Override
  public Future<?> stop() {
    return producer.close().eventually(consumer::close);
  }

  private static List<NewTopic> topics() {
    return List.of(
        topic("shop.orders", 6),
        topic("shop.payments", 3),
        topic("shop.stock", 2).config("cleanup.policy", "compact"),
        topic("web.access-log", 3),
        topic("web.clicks", 4),
        topic("sensors.cold-chain", 2),
        topic("mail.outbox", 1));
  }

  private static NewTopic topic(String name, int partitions) {
    return NewTopic.of(name, partitions, 1)
        .config("retention.bytes", String.valueOf(KEEP_BYTES))
        .config("segment.bytes", String.valueOf(KEEP_BYTES / 4));
  }

  private void write() {
    often(180, records::order);
    often(260, records::payment);
    often(700, records::stock);
    often(60, records::logLine);
    often(400, records::reading);
    int burst = CLICKS_PER_SECOND * TICK_MS / 1_000;
    vertx.setPeriodic(
        TICK_MS,
        timer -> {
          for (int i = 0; i < burst && !producer.writeQueueFull(); i++) {
            send(records.click());
          }
        });
  }

  /** About every so many milliseconds, unevenly. */
  private void often(int aboutMs, Supplier<ProducerRecord<Buffer, Buffer>> next) {
    vertx.setTimer(
        records.about(aboutMs),
        timer -> {
          send(next.get());
          often(aboutMs, next);
        });
  }

  private void send(ProducerRecord<Buffer, Buffer> record) {
    producer.send(record).onFailure(failure -> lost++);
  }

  /** A group that is sometimes slower than the orders come, for its lag to be seen. */
  private Future<Void> read() {
    consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(bootstrapServers)
                .setGroupId("fulfilment")
                .setAutoOffsetReset("earliest")
                .setAutoCommitInterval(Duration.ofSeconds(1)),
            Deserializer.bytes(),
            Deserializer.bytes());
    consumer.handler(record -> {}).pause();
    vertx.setPeriodic(1_000, timer -> consumer.fetch(records.about(5)));
    return consumer.subscribe("shop.orders");
  }
}

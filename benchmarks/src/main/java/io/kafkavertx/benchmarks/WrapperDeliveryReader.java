package io.kafkavertx.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecord;
import io.vertx.kafka.client.consumer.OffsetAndMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The same job by hand on vertx-kafka-client: each record is a request, so many may be on their
 * way, what was replied to is committed every five seconds and at the end.
 */
final class WrapperDeliveryReader implements Reader {
  private static final int COMMIT_MS = 5_000;

  private final Vertx vertx = Vertx.vertx();
  private final DeliveryOptions options = new DeliveryOptions().setCodecName(Same.NAME);

  private final boolean together;

  /**
   * The usual way.
   *
   * @param together whether the handler is on the same event loop
   */
  WrapperDeliveryReader(boolean together) {
    this.together = together;
    vertx.eventBus().registerCodec(new Same());
  }

  @Override
  public String name() {
    return "vertx-kafka-client, request by hand" + (together ? ", one event loop" : "");
  }

  @Override
  public long consume(String topic, Load load, Runnable finished) throws Exception {
    Map<String, Object> config = KafkaClientsContender.consumerConfig(load);
    config.put("group.id", "wrapper-" + System.nanoTime());
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    Map<TopicPartition, OffsetAndMetadata> acknowledged = new HashMap<>();
    try (var handlers =
        new BusHandlers<KafkaConsumerRecord<byte[], byte[]>>(
            vertx, load, true, record -> 1, record -> record.value().length)) {
      KafkaConsumer<byte[], byte[]> consumer =
          handlers.make(
              together,
              () -> KafkaConsumer.create(vertx, WrapperContender.text(config, "Deserializer")));
      consumer.exceptionHandler(handlers::fail);
      consumer.pause();
      consumer.handler(
          record ->
              vertx
                  .eventBus()
                  .request(BusHandlers.ADDRESS, record, options)
                  .onFailure(handlers::fail)
                  .onSuccess(
                      reply -> {
                        acknowledged.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1, ""));
                        consumer.fetch(1);
                      }));
      long timer = vertx.setPeriodic(COMMIT_MS, id -> consumer.commit(new HashMap<>(acknowledged)));
      consumer.subscribe(topic).onFailure(handlers::fail);
      consumer.fetch(Load.IN_FLIGHT);
      long bytes = handlers.await();
      vertx.cancelTimer(timer);
      finished.run();
      consumer.commit(new HashMap<>(acknowledged)).await(1, TimeUnit.MINUTES);
      consumer.close().await(1, TimeUnit.MINUTES);
      return bytes;
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  /** Hands records over as they are, as this client's codec does. */
  private static final class Same implements MessageCodec<KafkaConsumerRecord<?, ?>, Object> {
    private static final String NAME = "benchmark.same";

    @Override
    public void encodeToWire(Buffer buffer, KafkaConsumerRecord<?, ?> record) {
      throw new UnsupportedOperationException("local only");
    }

    @Override
    public Object decodeFromWire(int pos, Buffer buffer) {
      throw new UnsupportedOperationException("local only");
    }

    @Override
    public Object transform(KafkaConsumerRecord<?, ?> record) {
      return record;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}

package io.kafkavertx.eventbus;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageCodec;

/**
 * The codecs under which records travel over the event bus. A delivery or producer registers them;
 * a sender of records may do so too.
 */
public final class EventBusRecords {
  /** The codec of {@code ConsumerRecord<Buffer, Buffer>}: the same instance on a local bus. */
  public static final String CONSUMER_CODEC = "kafka-vertx.consumer-record";

  /** The codec of {@code ConsumerRecords<Buffer, Buffer>}: the same instance on a local bus. */
  public static final String CONSUMER_BATCH_CODEC = "kafka-vertx.consumer-records";

  /** The codec of {@code ProducerRecord<Buffer, Buffer>}: the same instance on a local bus. */
  public static final String PRODUCER_CODEC = "kafka-vertx.producer-record";

  private EventBusRecords() {}

  /**
   * Registers the codecs, unless that has been done. Needed on every node of a clustered bus that
   * takes part.
   */
  public static void register(Vertx vertx) {
    register(vertx, new ConsumerRecordCodec());
    register(vertx, new ConsumerRecordsCodec());
    register(vertx, new ProducerRecordCodec());
  }

  private static void register(Vertx vertx, MessageCodec<?, ?> codec) {
    try {
      vertx.eventBus().registerCodec(codec);
    } catch (IllegalStateException alreadyThere) {
      // The bus has no way to ask first.
      return;
    }
  }
}

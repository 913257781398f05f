package io.kafkavertx.eventbus;

import io.kafkavertx.ProducerOptions;
import io.kafkavertx.internal.vertx.OneLoop;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * From an event-bus address to Kafka.
 *
 * <p>A message is a {@code ProducerRecord<Buffer, Buffer>} (sent with the codec name {@link
 * EventBusRecords#PRODUCER_CODEC}), a JSON object in the form that docs/eventbus.md describes, or a
 * buffer or string as the value, with message headers {@code kafka.topic}, {@code kafka.key},
 * {@code kafka.partition}, {@code kafka.timestamp}; all other message headers become headers of the
 * record.
 *
 * <p>With a {@linkplain ProducerOptions#setTransactionalId transactional id} each message is a
 * transaction, one after the other, and a message may be a JSON array of such objects: all of its
 * records are stored, or none, and the reply is an array too.
 *
 * <p>The reply comes when the record is stored: a JSON object with {@code topic}, {@code
 * partition}, {@code offset} and {@code timestamp}. A record that cannot be stored fails the
 * message with a code of {@link FailureCodes}. A sender that waits for replies is slowed down as
 * much as the brokers are.
 */
@VertxGen
public interface EventBusProducer {
  /**
   * Listens at {@code address}.
   *
   * @param defaultTopic the topic of messages that name none; null when they must
   * @return completes when the address is registered, on every node of a clustered bus
   */
  static Future<EventBusProducer> create(
      Vertx vertx, ProducerOptions options, String address, String defaultTopic) {
    return OneLoop.make(
        vertx,
        () -> ProduceAddress.open(vertx, options, address, defaultTopic).map(opened -> opened));
  }

  /**
   * Whether all is well: {@code live}, {@code ready} and {@code started}, {@code reasons} why one
   * of them is false, {@code connected}, {@code waitingBytes} of records without a result, and
   * {@code oldestMs}, how long the first of them has been waiting. No broker is asked. Always
   * succeeds.
   */
  Future<JsonObject> health();

  /** {@link #close(Duration)} with the delivery timeout. */
  Future<Void> close();

  /**
   * Takes no more messages, sends what was taken, and closes the producer.
   *
   * @param timeout how long to wait for results; messages without one by then fail
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> close(Duration timeout);
}

package io.kafkavertx.tests.produce;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/**
 * Sends numbered records from an event loop as an application should: it stops while the queue is
 * full and goes on when it has drained.
 */
final class Sending<K, V> {
  private static final int TURN = 500;

  private final KafkaProducer<K, V> producer;
  private final LongFunction<ProducerRecord<K, V>> records;
  private final long count;
  private final BiConsumer<Long, Throwable> result;
  private final Promise<Void> done = Promise.promise();
  private long next;
  private long results;

  private Sending(
      KafkaProducer<K, V> producer,
      LongFunction<ProducerRecord<K, V>> records,
      long count,
      BiConsumer<Long, Throwable> result) {
    this.producer = producer;
    this.records = records;
    this.count = count;
    this.result = result;
  }

  /**
   * @param result told of each record's result, null for success
   * @return completes when all have one
   */
  static <K, V> Future<Void> send(
      Vertx vertx,
      KafkaProducer<K, V> producer,
      LongFunction<ProducerRecord<K, V>> records,
      long count,
      BiConsumer<Long, Throwable> result) {
    Sending<K, V> sending = new Sending<>(producer, records, count, result);
    vertx.getOrCreateContext().runOnContext(start -> sending.more(vertx));
    return sending.done.future();
  }

  private void more(Vertx vertx) {
    for (int i = 0; i < TURN && next < count; i++) {
      if (producer.writeQueueFull()) {
        producer.drainHandler(drained -> more(vertx));
        return;
      }
      long number = next++;
      producer
          .send(records.apply(number))
          .onComplete(stored -> told(number, null), failed -> told(number, failed));
    }
    if (next < count) {
      vertx.runOnContext(again -> more(vertx));
    }
  }

  private void told(long number, Throwable failure) {
    result.accept(number, failure);
    if (++results == count) {
      done.complete();
    }
  }
}

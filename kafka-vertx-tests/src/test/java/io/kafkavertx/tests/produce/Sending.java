package io.kafkavertx.tests.produce;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerRecord;
import io.vertx.core.Context;
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

  private final Context context;
  private final KafkaProducer<K, V> producer;
  private final LongFunction<ProducerRecord<K, V>> records;
  private final long count;
  private final BiConsumer<Long, Throwable> result;
  private final Promise<Void> done = Promise.promise();
  private long allowed;
  private long next;
  private long results;
  private boolean waiting = true;

  private Sending(
      Vertx vertx,
      KafkaProducer<K, V> producer,
      LongFunction<ProducerRecord<K, V>> records,
      long count,
      BiConsumer<Long, Throwable> result) {
    this.context = vertx.getOrCreateContext();
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
    Sending<K, V> sending = start(vertx, producer, records, count, result);
    sending.allow(count);
    return sending.done();
  }

  /** The same, but nothing is sent that has not been allowed. */
  static <K, V> Sending<K, V> start(
      Vertx vertx,
      KafkaProducer<K, V> producer,
      LongFunction<ProducerRecord<K, V>> records,
      long count,
      BiConsumer<Long, Throwable> result) {
    return new Sending<>(vertx, producer, records, count, result);
  }

  /** Lets records with lower numbers than this be sent. From any thread. */
  void allow(long below) {
    context.runOnContext(
        start -> {
          allowed = below;
          if (waiting) {
            waiting = false;
            more();
          }
        });
  }

  /** Completes when all records have a result. */
  Future<Void> done() {
    return done.future();
  }

  private void more() {
    for (int i = 0; i < TURN && next < allowed; i++) {
      if (producer.writeQueueFull()) {
        producer.drainHandler(drained -> more());
        return;
      }
      long number = next++;
      producer
          .send(records.apply(number))
          .onComplete(stored -> told(number, null), failed -> told(number, failed));
    }
    if (next < allowed) {
      context.runOnContext(again -> more());
    } else {
      waiting = true;
    }
  }

  private void told(long number, Throwable failure) {
    result.accept(number, failure);
    if (++results == count) {
      done.complete();
    }
  }
}

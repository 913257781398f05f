package io.kafkavertx.tests.trials;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes numbers, each in a transaction of its own to two partitions, one after the other. */
final class PairWriter {
  static final String ID = "pairs";
  private static final long PAUSE_MILLIS = 20;

  final AtomicInteger committed = new AtomicInteger();
  final AtomicInteger aborted = new AtomicInteger();
  private final Vertx vertx;
  private final String topic;
  private final Queue<String> violations;
  private final KafkaProducer<byte[], Integer> producer;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean ending;

  PairWriter(Vertx vertx, String servers, String topic, Queue<String> violations) {
    this.vertx = vertx;
    this.topic = topic;
    this.violations = violations;
    this.producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions().setBootstrapServers(servers).setTransactionalId(ID),
            Serializer.bytes(),
            Serializer.int32());
  }

  void start() {
    vertx.runOnContext(start -> producer.initTransactions().onSuccess(ready -> write()));
  }

  private void write() {
    if (ending) {
      producer.close().onComplete(ended);
      return;
    }
    int number = committed.get();
    producer
        .inTransaction(tx -> Future.all(tx.send(record(number, 0)), tx.send(record(number, 1))))
        .onSuccess(done -> committed.incrementAndGet())
        .onFailure(this::failed)
        .onComplete(done -> vertx.setTimer(PAUSE_MILLIS, next -> write()));
  }

  private ProducerRecord<byte[], Integer> record(int number, int partition) {
    return ProducerRecord.<byte[], Integer>of(topic, number).toPartition(partition);
  }

  /** An abort is in order, since a number is then written again; not to know is not. */
  private void failed(Throwable failure) {
    if (failure instanceof OutcomeUnknownException || failure instanceof ProducerFencedException) {
      violations.add("a transaction's end is not known: " + failure);
    }
    aborted.incrementAndGet();
  }

  Future<Void> end() {
    ending = true;
    return ended.future();
  }
}

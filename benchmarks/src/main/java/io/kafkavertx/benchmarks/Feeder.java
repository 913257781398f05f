package io.kafkavertx.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives records to a producer as long as it has room, and goes on when it has room again. */
final class Feeder<T> {
  private final WriteStream<T> producer;
  private final Function<byte[], T> record;
  private final Consumer<T> send;
  private final Supplier<Future<Void>> flush;
  private final byte[][] payloads;
  private final int records;
  private final Promise<Void> done;
  private int next;

  /**
   * A feeder.
   *
   * @param record makes a record of a payload
   * @param send takes a record
   * @param flush completes when all that was written is stored
   */
  Feeder(
      WriteStream<T> producer,
      Function<byte[], T> record,
      Consumer<T> send,
      Supplier<Future<Void>> flush,
      Load load,
      Promise<Void> done) {
    this.producer = producer;
    this.record = record;
    this.send = send;
    this.flush = flush;
    this.payloads = load.payloads();
    this.records = load.records();
    this.done = done;
  }

  void feed() {
    while (next < records) {
      if (producer.writeQueueFull()) {
        producer.drainHandler(v -> feed());
        return;
      }
      send.accept(record.apply(Load.payload(payloads, next++)));
    }
    flush.get().onComplete(done::handle);
  }
}

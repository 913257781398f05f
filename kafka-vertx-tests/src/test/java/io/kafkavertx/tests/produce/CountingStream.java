package io.kafkavertx.tests.produce;

import io.kafkavertx.ProducerRecord;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;

/** A stream of so many records, as fast as they are taken. */
final class CountingStream implements ReadStream<ProducerRecord<String, String>> {
  private static final int TURN = 1000;

  private final Context context = Vertx.currentContext();
  private final String topic;
  private final int count;
  private Handler<ProducerRecord<String, String>> handler;
  private Handler<Void> endHandler;
  private int next;
  private long demand = Long.MAX_VALUE;
  private boolean scheduled;

  CountingStream(String topic, int count) {
    this.topic = topic;
    this.count = count;
  }

  private void schedule() {
    if (!scheduled && handler != null && demand > 0) {
      scheduled = true;
      context.runOnContext(turn -> emit());
    }
  }

  private void emit() {
    scheduled = false;
    for (int i = 0; i < TURN && demand > 0 && next < count; i++) {
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      handler.handle(ProducerRecord.of(topic, "v" + next++));
    }
    if (next < count) {
      schedule();
    } else if (endHandler != null) {
      Handler<Void> end = endHandler;
      endHandler = null;
      end.handle(null);
    }
  }

  @Override
  public CountingStream exceptionHandler(Handler<Throwable> exceptionHandler) {
    return this;
  }

  @Override
  public CountingStream handler(Handler<ProducerRecord<String, String>> newHandler) {
    handler = newHandler;
    schedule();
    return this;
  }

  @Override
  public CountingStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public CountingStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public CountingStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    schedule();
    return this;
  }

  @Override
  public CountingStream endHandler(Handler<Void> newEndHandler) {
    endHandler = newEndHandler;
    return this;
  }
}

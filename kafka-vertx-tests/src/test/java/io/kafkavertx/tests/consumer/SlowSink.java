package io.kafkavertx.tests.consumer;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Takes a few things in a millisecond and has room for as many as it is told. */
final class SlowSink<T> implements WriteStream<T> {
  private final Vertx vertx;
  private final ArrayDeque<T> queue = new ArrayDeque<>();
  private final List<T> taken = new ArrayList<>();
  private final Promise<Void> ended = Promise.promise();
  private int room = 16;
  private int mostQueued;
  private boolean busy;
  private boolean ending;
  private Handler<Void> drainHandler;

  SlowSink(Vertx vertx) {
    this.vertx = vertx;
  }

  synchronized int mostQueued() {
    return mostQueued;
  }

  synchronized List<T> taken() {
    return List.copyOf(taken);
  }

  Future<Void> ended() {
    return ended.future();
  }

  @Override
  public synchronized Future<Void> write(T data) {
    queue.add(data);
    mostQueued = Math.max(mostQueued, queue.size());
    work();
    return Future.succeededFuture();
  }

  private void work() {
    if (!busy && !queue.isEmpty()) {
      busy = true;
      vertx.setTimer(1, id -> takeSome());
    } else if (ending && queue.isEmpty()) {
      ended.tryComplete();
    }
  }

  private void takeSome() {
    Handler<Void> drained = null;
    synchronized (this) {
      busy = false;
      for (int i = 0; i < 5 && !queue.isEmpty(); i++) {
        taken.add(queue.poll());
      }
      if (drainHandler != null && queue.size() <= room / 2) {
        drained = drainHandler;
        drainHandler = null;
      }
      work();
    }
    if (drained != null) {
      drained.handle(null);
    }
  }

  @Override
  public synchronized Future<Void> end() {
    ending = true;
    work();
    return ended.future();
  }

  @Override
  public synchronized SlowSink<T> setWriteQueueMaxSize(int maxSize) {
    room = maxSize;
    return this;
  }

  @Override
  public synchronized boolean writeQueueFull() {
    return queue.size() >= room;
  }

  @Override
  public synchronized SlowSink<T> drainHandler(Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public SlowSink<T> exceptionHandler(Handler<Throwable> handler) {
    return this;
  }
}

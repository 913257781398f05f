package io.kafkavertx.eventbus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Runs one thing after the other, in the order in which they came. On one context. */
final class OneByOne {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  /** Starts {@code work} when all that came before has ended, well or badly. */
  <T> Future<T> add(Supplier<Future<T>> work) {
    Promise<T> ended = Promise.promise();
    waiting.add(() -> begin(work).onComplete(done -> next()).onComplete(ended));
    if (!busy) {
      next();
    }
    return ended.future();
  }

  /** Completes when all that has been added has ended. */
  Future<Void> ended() {
    return add(Future::succeededFuture);
  }

  private static <T> Future<T> begin(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void next() {
    Runnable first = waiting.poll();
    busy = first != null;
    if (busy) {
      first.run();
    }
  }
}

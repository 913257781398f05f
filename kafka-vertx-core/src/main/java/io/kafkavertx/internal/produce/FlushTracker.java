package io.kafkavertx.internal.produce;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows when everything that was there at some moment is done. Time is cut into epochs, a flush
 * ends one; every batch and every waiting record belongs to the epoch in which it came.
 */
final class FlushTracker {
  /** One epoch. */
  static final class Epoch {
    private int open;
    private Promise<Void> done;
  }

  private final Deque<Epoch> ended = new ArrayDeque<>();
  private Epoch current = new Epoch();

  /** True while somebody waits for a flush. */
  boolean isActive() {
    return !ended.isEmpty();
  }

  /** Something came; it must be {@link #left} once. */
  Epoch came() {
    current.open++;
    return current;
  }

  /** Something came that takes the place of part of something else, in its epoch. */
  Epoch joined(Epoch epoch) {
    epoch.open++;
    return epoch;
  }

  /** Something of that epoch is done. */
  void left(Epoch epoch) {
    epoch.open--;
    while (!ended.isEmpty() && ended.peekFirst().open == 0) {
      ended.pollFirst().done.complete();
    }
  }

  /** Ends the epoch. The future completes when everything that came before is done. */
  Future<Void> flush() {
    Epoch epoch = current;
    if (epoch.open == 0) {
      return ended.isEmpty() ? Future.succeededFuture() : ended.peekLast().done.future();
    }
    epoch.done = Promise.promise();
    ended.addLast(epoch);
    current = new Epoch();
    return epoch.done.future();
  }
}

package io.kafkavertx.internal.group;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Waits for what an application does, but not for ever. */
public final class Bounded {
  private Bounded() {}

  /**
   * Completes when {@code future} does, whatever its result, or when the time is over.
   *
   * @param late told when the time was over first
   */
  public static Future<Void> wait(EventLoop loop, Future<?> future, long nanos, Runnable late) {
    if (future.isComplete()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    EventLoop.Timer timer =
        loop.schedule(
            nanos,
            () -> {
              if (promise.tryComplete()) {
                late.run();
              }
            });
    future.onComplete(
        done -> {
          timer.cancel();
          promise.tryComplete();
        });
    return promise.future();
  }
}

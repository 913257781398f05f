package io.kafkavertx.internal.consumer;

import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Bounds calls whose answer depends on others. */
final class ApiTimeout {
  private ApiTimeout() {}

  /** Completes as {@code future} does, or fails when that takes too long. */
  static <T> Future<T> within(EventLoop loop, long nanos, Future<T> future, String what) {
    if (future.isComplete()) {
      return future;
    }
    Promise<T> promise = Promise.promise();
    EventLoop.Timer timer =
        loop.schedule(
            nanos,
            () -> promise.tryFail(new KafkaTimeoutException(what + " was not found in time")));
    future.onComplete(
        done -> {
          timer.cancel();
          if (done.succeeded()) {
            promise.tryComplete(done.result());
          } else {
            promise.tryFail(done.cause());
          }
        });
    return promise.future();
  }
}

package io.kafkavertx.internal.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** Waits for results on threads that may block. */
public final class BlockingWait {
  private BlockingWait() {}

  /**
   * Fails on an event loop.
   *
   * @param what the caller wanted to do there, and what it is to do instead
   * @throws IllegalStateException when the current thread is an event loop
   */
  public static void check(String what) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException(what);
    }
  }

  /**
   * Waits. On a context of virtual threads others run meanwhile, as with {@link Future#await()}.
   *
   * @param future one that completes without the caller's context
   * @throws InterruptedException when the thread is interrupted
   */
  public static <T> T await(Future<T> future) throws InterruptedException {
    if (!Context.isOnWorkerThread()) {
      // Throws what the thread was interrupted with although it does not say so.
      return future.await();
    }
    // The worker's context is busy with the caller, but its thread may block.
    CountDownLatch done = new CountDownLatch(1);
    future.onComplete(ended -> done.countDown());
    done.await();
    if (future.failed()) {
      throw unchecked(future.cause());
    }
    return future.result();
  }

  private static RuntimeException unchecked(Throwable cause) {
    return cause instanceof RuntimeException known ? known : new CompletionException(cause);
  }
}

package io.kafkavertx.internal.net;

import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * The one thread that owns a client: one of the two seams through which client logic meets the
 * outside (the other is {@link Transport}). {@code internal.vertx} implements it with a Vert.x
 * context, the test kit with virtual time.
 */
public interface EventLoop {
  /** Monotonic time in nanoseconds; deadlines are points on this scale. */
  long nanoTime();

  /** Wall-clock time in milliseconds since 1970, for record timestamps only: it may jump. */
  long wallMillis();

  /** Runs {@code task} on the loop after the current turn. May be called from any thread. */
  void execute(Runnable task);

  /** Runs {@code task} on the loop after {@code delayNanos}. On the loop only. */
  Timer schedule(long delayNanos, Runnable task);

  /** True on the loop's thread. */
  boolean inLoop();

  /** Randomness for jitter and for choices among equals; the simulator seeds it. */
  RandomGenerator random();

  /** Runs slow work elsewhere; the result arrives on the loop. */
  <T> Future<T> executeBlocking(Callable<T> work);

  /** Where large received frames get their arrays from. On the loop only. */
  default FrameStore frames() {
    return FrameStore.NONE;
  }

  /** A scheduled task. */
  interface Timer {
    /** Keeps the task from running, if it has not run. Calling it again is harmless. */
    void cancel();
  }
}

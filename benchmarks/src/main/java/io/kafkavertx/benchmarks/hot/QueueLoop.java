package io.kafkavertx.benchmarks.hot;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** An event loop without a thread: its tasks run when the benchmark says so, its timers never. */
final class QueueLoop implements EventLoop {
  private static final Timer NEVER = () -> {};

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final RandomGenerator random = new SplittableRandom(1);

  /** Runs tasks until there are none. */
  void run() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    return NEVER;
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    throw new UnsupportedOperationException("nothing blocks here");
  }
}

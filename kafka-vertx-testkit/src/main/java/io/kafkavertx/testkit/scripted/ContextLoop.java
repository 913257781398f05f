package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * A Vert.x context as an event loop. Delays are rounded up to milliseconds, which is enough for a
 * fake.
 */
final class ContextLoop implements EventLoop {
  private static final long ORIGIN = System.nanoTime();

  private final Vertx vertx;
  private final Context context;
  private final RandomGenerator random = new SplittableRandom();

  ContextLoop(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() - ORIGIN;
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    long millis = Math.max(1, (delayNanos + 999_999) / 1_000_000);
    long id = vertx.setTimer(millis, fired -> task.run());
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public boolean inLoop() {
    return Vertx.currentContext() == context;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    return context.executeBlocking(work, false);
  }
}

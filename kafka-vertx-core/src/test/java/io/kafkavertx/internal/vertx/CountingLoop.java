package io.kafkavertx.internal.vertx;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A loop that counts how often it is woken. */
record CountingLoop(EventLoop loop, AtomicInteger wakeUps) implements EventLoop {
  @Override
  public long nanoTime() {
    return loop.nanoTime();
  }

  @Override
  public long wallMillis() {
    return loop.wallMillis();
  }

  @Override
  public void execute(Runnable task) {
    wakeUps.incrementAndGet();
    loop.execute(task);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    return loop.schedule(delayNanos, task);
  }

  @Override
  public boolean inLoop() {
    return loop.inLoop();
  }

  @Override
  public RandomGenerator random() {
    return loop.random();
  }

  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    return loop.executeBlocking(work);
  }
}

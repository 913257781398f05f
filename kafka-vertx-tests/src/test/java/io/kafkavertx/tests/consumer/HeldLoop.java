package io.kafkavertx.tests.consumer;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** A loop whose tasks wait while it is held: a thread that stands still, in virtual time. */
final class HeldLoop implements EventLoop {
  private final EventLoop loop;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean held;

  HeldLoop(EventLoop loop) {
    this.loop = loop;
  }

  void hold() {
    held = true;
  }

  void release() {
    held = false;
    while (!waiting.isEmpty()) {
      loop.execute(waiting.poll());
    }
  }

  @Override
  public void execute(Runnable task) {
    if (held) {
      waiting.add(task);
    } else {
      loop.execute(task);
    }
  }

  @Override
  public long nanoTime() {
    return loop.nanoTime();
  }

  @Override
  public long wallMillis() {
    return loop.wallMillis();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    return loop.schedule(delayNanos, () -> execute(task));
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

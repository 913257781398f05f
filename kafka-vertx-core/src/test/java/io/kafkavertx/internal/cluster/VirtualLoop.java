package io.kafkavertx.internal.cluster;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** An event loop whose time passes only when a test says so. */
final class VirtualLoop implements EventLoop {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.comparingLong((Task task) -> task.at).thenComparingLong(task -> task.order));
  private final Random random = new Random(42);
  private long now = 1_000;
  private long order;

  private static final class Task implements Timer {
    private final long at;
    private final long order;
    private final Runnable work;
    private boolean cancelled;

    Task(long at, long order, Runnable work) {
      this.at = at;
      this.order = order;
      this.work = work;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Lets time pass and runs what falls due. */
  void advance(long amount, TimeUnit unit) {
    long until = now + unit.toNanos(amount);
    while (!tasks.isEmpty() && tasks.peek().at <= until) {
      Task task = tasks.poll();
      now = task.at;
      if (!task.cancelled) {
        task.work.run();
      }
    }
    now = until;
  }

  /** Runs what is due now. */
  void settle() {
    advance(0, TimeUnit.NANOSECONDS);
  }

  long in(long amount, TimeUnit unit) {
    return now + unit.toNanos(amount);
  }

  /** How many timers wait. */
  long pending() {
    return tasks.stream().filter(task -> !task.cancelled).count();
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return now / 1_000_000;
  }

  @Override
  public void execute(Runnable task) {
    schedule(0, task);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable work) {
    Task task = new Task(now + delayNanos, order++, work);
    tasks.add(task);
    return task;
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
    throw new UnsupportedOperationException("nothing here is slow");
  }
}

package io.kafkavertx.internal.net;

import io.vertx.core.Future;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A loop with virtual time, for tests of one thread. */
final class FakeLoop implements EventLoop {
  private static final class Task implements Comparable<Task>, Timer {
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
    public int compareTo(Task other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final SplittableRandom random = new SplittableRandom(7);
  private long now;
  private long order;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return TimeUnit.NANOSECONDS.toMillis(now);
  }

  @Override
  public void execute(Runnable task) {
    schedule(0, task);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    Task scheduled = new Task(now + delayNanos, order++, task);
    tasks.add(scheduled);
    return scheduled;
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
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /** Runs all that is due within the next milliseconds. */
  void run(long millis) {
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!tasks.isEmpty() && tasks.peek().at <= end) {
      Task task = tasks.poll();
      if (!task.cancelled) {
        now = task.at;
        task.work.run();
      }
    }
    now = end;
  }

  /** How many timers and tasks are still to come. */
  long pending() {
    return tasks.stream().filter(task -> !task.cancelled).count();
  }
}

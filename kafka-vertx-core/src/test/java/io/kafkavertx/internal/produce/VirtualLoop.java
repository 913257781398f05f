package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** An event loop with a clock that the test moves. */
final class VirtualLoop implements EventLoop {
  private static final class Task implements Timer, Comparable<Task> {
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

    @Override
    public int compareTo(Task other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private final ArrayDeque<Runnable> soon = new ArrayDeque<>();
  private final PriorityQueue<Task> later = new PriorityQueue<>();
  private final Random random;
  private long now = 1_000_000_000L;
  private long tasks;

  VirtualLoop(long seed) {
    random = new Random(seed);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return 1_700_000_000_000L + now / 1_000_000;
  }

  @Override
  public void execute(Runnable task) {
    soon.addLast(task);
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    Task timer = new Task(now + Math.max(0, delayNanos), tasks++, task);
    later.add(timer);
    return timer;
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
    throw new UnsupportedOperationException();
  }

  /** Timers that are still to run. */
  int timers() {
    return (int) later.stream().filter(task -> !task.cancelled).count();
  }

  /** Runs what is to run now. */
  void turn() {
    Runnable task;
    while ((task = soon.pollFirst()) != null) {
      task.run();
    }
  }

  /** Lets time pass. */
  void advance(long nanos) {
    long until = now + nanos;
    turn();
    while (!later.isEmpty() && later.peek().at <= until) {
      step();
    }
    now = until;
  }

  void advanceMillis(long millis) {
    advance(millis * 1_000_000);
  }

  private void step() {
    Task task = later.poll();
    now = Math.max(now, task.at);
    if (!task.cancelled) {
      task.work.run();
    }
    turn();
  }

  /** Lets time pass until something holds; fails after {@code mostMillis} of the loop's time. */
  void until(String what, long mostMillis, BooleanSupplier holds) {
    long end = now + mostMillis * 1_000_000;
    turn();
    while (!holds.getAsBoolean()) {
      if (later.isEmpty() || later.peek().at > end) {
        throw new AssertionError(what + " did not happen within " + mostMillis + " ms");
      }
      step();
    }
  }
}

package io.kafkavertx.internal.net;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** An event loop whose time passes only when a test says so. */
public final class VirtualLoop implements EventLoop {
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

  public VirtualLoop() {
    this(42);
  }

  /** A loop whose randomness comes from that seed. */
  public VirtualLoop(long seed) {
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

  /** Does the work at once. */
  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /** How many timers and tasks are still to run. */
  public int pending() {
    return soon.size() + (int) later.stream().filter(task -> !task.cancelled).count();
  }

  /** The time that far from now. */
  public long in(long amount, TimeUnit unit) {
    return now + unit.toNanos(amount);
  }

  /** Runs what is to run now. */
  public void turn() {
    Runnable task;
    while ((task = soon.pollFirst()) != null) {
      task.run();
    }
  }

  /** Lets time pass and runs what falls due. */
  public void advance(long amount, TimeUnit unit) {
    long until = in(amount, unit);
    turn();
    while (!later.isEmpty() && later.peek().at <= until) {
      step();
    }
    now = until;
  }

  public void advanceMillis(long millis) {
    advance(millis, TimeUnit.MILLISECONDS);
  }

  /** Lets time pass while nothing runs, as slow code does within its turn. */
  public void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Runs all that is due now. */
  public void settle() {
    advance(0, TimeUnit.NANOSECONDS);
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
  public void until(String what, long mostMillis, BooleanSupplier holds) {
    long end = in(mostMillis, TimeUnit.MILLISECONDS);
    turn();
    while (!holds.getAsBoolean()) {
      if (later.isEmpty() || later.peek().at > end) {
        throw new AssertionError(what + " did not happen within " + mostMillis + " ms");
      }
      step();
    }
  }
}

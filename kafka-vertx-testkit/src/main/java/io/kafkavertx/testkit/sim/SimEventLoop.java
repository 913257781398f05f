package io.kafkavertx.testkit.sim;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.FrameStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** An event loop in virtual time; see {@link SimWorld}. */
public final class SimEventLoop implements EventLoop {
  private final SimWorld world;
  private final String name;
  private final RandomGenerator random;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Set<SimTimer> timers = new LinkedHashSet<>();

  /** Whoever looks at a frame that was given back sees this. */
  private final FrameStore frames = new FrameStore(0, array -> Arrays.fill(array, (byte) 0xDE));

  private boolean running;
  private boolean crashed;

  SimEventLoop(SimWorld world, String name, RandomGenerator random) {
    this.world = world;
    this.name = name;
    this.random = random;
  }

  @Override
  public long nanoTime() {
    return world.nanoTime();
  }

  @Override
  public long wallMillis() {
    return world.wallMillis();
  }

  @Override
  public void execute(Runnable task) {
    world.checkThread();
    if (crashed) {
      return;
    }
    tasks.add(task);
    if (tasks.size() == 1 && !running) {
      world.becameReady(this);
    }
  }

  @Override
  public FrameStore frames() {
    return frames;
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    SimTimer timer = new SimTimer(task);
    timers.add(timer);
    timer.event = world.scheduleNanos(delayNanos, () -> execute(timer));
    return timer;
  }

  @Override
  public boolean inLoop() {
    return running;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Runs the work in this thread, after up to two milliseconds of virtual time. */
  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    world.scheduleNanos(
        random.nextLong(50_000, 2_000_000), () -> execute(() -> complete(promise, work)));
    return promise.future();
  }

  /** Timers that have neither run nor been cancelled. */
  public int liveTimers() {
    return timers.size();
  }

  @Override
  public String toString() {
    return name;
  }

  /** The process is gone: nothing of it runs any more, and nobody in it is told. */
  void crash() {
    crashed = true;
    tasks.clear();
    new ArrayList<>(timers).forEach(SimTimer::cancel);
  }

  boolean isCrashed() {
    return crashed;
  }

  /** Runs the oldest task; false when none is left after it. */
  boolean runOne() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    running = true;
    try {
      task.run();
    } finally {
      running = false;
    }
    return !tasks.isEmpty();
  }

  /** Timers and tasks that wait: what a closed client has forgotten. */
  public List<String> leaks() {
    List<String> found = new ArrayList<>();
    timers.forEach(timer -> found.add("timer of loop " + name + ": " + timer.describe(world)));
    if (!tasks.isEmpty()) {
      found.add(tasks.size() + " tasks of loop " + name);
    }
    return found;
  }

  private static <T> void complete(Promise<T> promise, Callable<T> work) {
    T result;
    try {
      result = work.call();
    } catch (Exception e) {
      promise.fail(e);
      return;
    }
    promise.complete(result);
  }

  private final class SimTimer implements Timer, Runnable {
    private final Runnable task;
    private SimEvent event;
    private boolean over;

    SimTimer(Runnable task) {
      this.task = task;
    }

    @Override
    public void cancel() {
      over = true;
      timers.remove(this);
      event.cancel();
    }

    @Override
    public void run() {
      // Cancelled after its time had come and before its turn: it must not run.
      if (!over) {
        over = true;
        timers.remove(this);
        task.run();
      }
    }

    String describe(SimWorld in) {
      return "due in "
          + (event.at() - in.nanoTime()) / 1_000_000
          + " ms, "
          + task.getClass().getName();
    }
  }
}

package io.kafkavertx.testkit.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A world with a time of its own, in which every event comes from one seed: the same seed gives the
 * same run, to the last byte.
 *
 * <p>Event loops ({@link #loop(String)}) and a network ({@link #network()}) live in it. Nothing
 * happens by itself: a test calls {@link #runUntil} or {@link #runFor}, which take events one by
 * one, in the order of virtual time, and choose by the seed among loops that have work at the same
 * moment. A simulated hour costs as much as what happens in it. One thread only: the one that made
 * the world.
 */
public final class SimWorld {
  /** What one task costs, so that time passes even where nothing waits. */
  private static final long TURN_NANOS = 1_000;

  /** So many tasks without a wait, and somebody runs in circles. */
  private static final int SPIN_LIMIT = 2_000_000;

  private static final int TRACE_LINES = 400;

  private final long seed;
  private final SplittableRandom random;
  private final Thread thread = Thread.currentThread();
  private final PriorityQueue<SimEvent> events = new PriorityQueue<>();
  private final List<SimEventLoop> loops = new ArrayList<>();
  private final List<SimEventLoop> ready = new ArrayList<>();
  private final Deque<Line> trace = new ArrayDeque<>();
  private final SimNetwork network;
  private final SimStory story = SimStory.ofProperties();
  private long now;
  private long eventCount;
  private long spin;
  private long fingerprint = 1;
  private long wallBase = 1_767_225_600_000L;

  /** A new world; its clock starts a moment after zero. */
  public SimWorld(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.now = 1_000_000_000L + random.nextInt(1_000_000);
    this.network = new SimNetwork(this, random.split());
  }

  /** What this run came from. */
  public long seed() {
    return seed;
  }

  /** Virtual nanoseconds; the scale of every loop's {@code nanoTime}. */
  public long nanoTime() {
    return now;
  }

  /** The wall clock of this world in milliseconds since 1970. */
  public long wallMillis() {
    return wallBase + now / 1_000_000;
  }

  /** Makes the wall clock jump, as an operator or NTP may; monotonic time does not. */
  public void jumpWallClock(Duration by) {
    wallBase += by.toMillis();
  }

  /** Randomness for a test's own choices, out of the seed. */
  public RandomGenerator random() {
    return random;
  }

  /** The network that connects the loops of this world. */
  public SimNetwork network() {
    return network;
  }

  /** A new event loop. */
  public SimEventLoop loop(String name) {
    SimEventLoop loop = new SimEventLoop(this, name, random.split());
    loops.add(loop);
    return loop;
  }

  /**
   * Ends the process that a loop stands for, as SIGKILL does: nothing of it runs any more, and its
   * connections are reset. Not from inside of that loop.
   */
  public void crash(SimEventLoop loop) {
    trace("crash of " + loop);
    loop.crash();
    network.connections().stream()
        .filter(connection -> connection.clientEnd().isOf(loop))
        .forEach(connection -> connection.cut(Cut.RESET));
  }

  /** Runs {@code task} after a delay, outside of any loop: for faults and other acts of nature. */
  public void after(Duration delay, Runnable task) {
    scheduleNanos(delay.toNanos(), task);
  }

  /**
   * Runs events until {@code done}, or fails with what still waits when that takes longer than
   * {@code limit} of virtual time.
   */
  public void runUntil(BooleanSupplier done, Duration limit, String what) {
    long deadline = now + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (now > deadline || !step(deadline)) {
        throw new SimFailure(
            "hang: "
                + what
                + " did not happen within "
                + limit.toMillis()
                + " ms of virtual time\n"
                + describe());
      }
    }
  }

  /** Runs what happens in the next {@code duration} of virtual time. */
  public void runFor(Duration duration) {
    long end = now + duration.toNanos();
    while (step(end)) {
      // step() does the work
    }
    now = Math.max(now, end);
  }

  /**
   * What has been left behind: open connections, timers and tasks. Empty when everything has been
   * closed.
   */
  public List<String> leaks() {
    List<String> found = new ArrayList<>(network.leaks());
    for (SimEventLoop loop : loops) {
      found.addAll(loop.leaks());
    }
    return found;
  }

  /** Adds a line to the story of this run, of which a failure prints the end. */
  public void trace(String line) {
    mix(line.hashCode());
    story.tell(now, fingerprint, line);
    trace.addLast(new Line(now, line));
    if (trace.size() > TRACE_LINES) {
      trace.removeFirst();
    }
  }

  /**
   * A number that two runs share when they were the same: every byte on every connection, every
   * event and every traced line, each at its time. With {@code -Dsim.story=FILE} all that goes into
   * it is written to a file, so that the first difference between two runs can be found.
   */
  public long fingerprint() {
    return fingerprint * 31 + eventCount;
  }

  /** Bytes leave on a connection. */
  void sent(SimConnection connection, Direction direction, byte[] bytes) {
    mix(31L * connection.id() + direction.ordinal());
    mix(Arrays.hashCode(bytes));
    story.sent(now, fingerprint, connection, direction, bytes);
  }

  private void mix(long what) {
    fingerprint = (fingerprint * 31 + now) * 31 + what;
  }

  /** The end of the story, with what is open now. */
  public String describe() {
    StringBuilder text =
        new StringBuilder("seed " + seed + ", virtual time " + now / 1_000_000 + " ms\n");
    trace.forEach(line -> text.append("%12.3f ms  %s%n".formatted(line.nanos / 1e6, line.text)));
    leaks().forEach(leak -> text.append("  open: ").append(leak).append('\n'));
    return text.toString();
  }

  private record Line(long nanos, String text) {}

  SimEvent scheduleNanos(long delayNanos, Runnable task) {
    checkThread();
    SimEvent event = new SimEvent(now + Math.max(0, delayNanos), eventCount++, task);
    events.add(event);
    return event;
  }

  void becameReady(SimEventLoop loop) {
    ready.add(loop);
  }

  void checkThread() {
    if (Thread.currentThread() != thread) {
      throw new SimFailure(
          "a simulated world was touched by thread " + Thread.currentThread().getName());
    }
  }

  /** One event, unless the next one is later than {@code limit}. */
  private boolean step(long limit) {
    checkThread();
    if (!ready.isEmpty()) {
      runReady();
      return true;
    }
    SimEvent next = events.peek();
    while (next != null && next.isCancelled()) {
      events.poll();
      next = events.peek();
    }
    if (next == null || next.at() > limit) {
      return false;
    }
    events.poll();
    if (next.at() > now) {
      now = next.at();
      spin = 0;
    }
    mix(next.order());
    next.run();
    return true;
  }

  private void runReady() {
    int chosen = ready.size() == 1 ? 0 : random.nextInt(ready.size());
    SimEventLoop loop = ready.get(chosen);
    now += TURN_NANOS;
    if (++spin > SPIN_LIMIT) {
      throw new SimFailure(
          "livelock: " + SPIN_LIMIT + " tasks in a row and nobody waits\n" + describe());
    }
    try {
      if (!loop.runOne()) {
        ready.remove(chosen);
      }
    } catch (SimFailure e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new SimFailure("an exception reached the event loop " + loop + "\n" + describe(), e);
    }
  }
}

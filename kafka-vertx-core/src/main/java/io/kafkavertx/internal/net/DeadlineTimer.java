package io.kafkavertx.internal.net;

import java.util.function.LongUnaryOperator;

/** One timer for many deadlines: set for the earliest, moved only when an earlier one comes. */
public final class DeadlineTimer {
  /** What {@code expire} answers when it has no further deadline. */
  public static final long NONE = Long.MAX_VALUE;

  private final EventLoop loop;
  private final LongUnaryOperator expire;
  private EventLoop.Timer timer;
  private long firesAt = NONE;
  private boolean closed;

  /**
   * @param expire called with the time when a deadline may have passed; deals with all that have
   *     and returns the earliest that has not, or {@link #NONE}
   */
  public DeadlineTimer(EventLoop loop, LongUnaryOperator expire) {
    this.loop = loop;
    this.expire = expire;
  }

  /** Makes sure that the timer fires at {@code deadline}, or before. */
  public void include(long deadline) {
    if (closed || deadline == NONE || (timer != null && firesAt <= deadline)) {
      return;
    }
    cancel();
    firesAt = deadline;
    timer = loop.schedule(Math.max(0, deadline - loop.nanoTime()), this::fire);
  }

  /** Nothing fires any more, whatever is included. */
  public void close() {
    closed = true;
    cancel();
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    firesAt = NONE;
  }

  private void fire() {
    timer = null;
    firesAt = NONE;
    long now = loop.nanoTime();
    long next = expire.applyAsLong(now);
    // A timer may come a little early; one nanosecond ahead keeps it from firing in circles.
    include(next == NONE ? NONE : Math.max(next, now + 1));
  }
}

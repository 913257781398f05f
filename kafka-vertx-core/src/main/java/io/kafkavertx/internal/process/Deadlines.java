package io.kafkavertx.internal.process;

import io.kafkavertx.internal.net.DeadlineTimer;
import io.kafkavertx.internal.net.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The records that run, each for a limited time, and those that wait for another attempt: one timer
 * for all of them.
 */
final class Deadlines<K, V> {
  private final EventLoop loop;
  private final long timeoutNanos;
  private final Consumer<Work<K, V>> timedOut;
  private final Consumer<Work<K, V>> due;
  private final Runnable after;
  private final DeadlineTimer timer;
  private final RunningList<K, V> running = new RunningList<>();
  private final RetryQueue<K, V> retries = new RetryQueue<>();

  /**
   * @param timeoutNanos how long a record may run; 0 for any time
   * @param timedOut told of a record that has run for longer
   * @param due told of a record whose time to be tried again has come
   * @param after called when some were told of
   */
  Deadlines(
      EventLoop loop,
      long timeoutNanos,
      Consumer<Work<K, V>> timedOut,
      Consumer<Work<K, V>> due,
      Runnable after) {
    this.loop = loop;
    this.timeoutNanos = timeoutNanos;
    this.timedOut = timedOut;
    this.due = due;
    this.after = after;
    this.timer = new DeadlineTimer(loop, this::expire);
  }

  /** A record runs from now on. */
  void started(Work<K, V> work) {
    running.add(work);
    if (timeoutNanos > 0) {
      timer.include(work.at + timeoutNanos);
    }
  }

  /** It does not run any more. */
  void ended(Work<K, V> work) {
    running.remove(work);
  }

  /** It is to be tried again. */
  void retryAfter(Work<K, V> work, long nanos) {
    work.retryAt(loop.nanoTime() + nanos);
    retries.add(work);
    timer.include(work.at);
  }

  /** The records of a lane are not tried again. */
  void drop(Lane<K, V> lane) {
    retries.drop(lane);
  }

  /** Of each of these lanes the record that has been running for longest, if any is waited for. */
  Map<Lane<K, V>, Work<K, V>> longestRunning(List<Lane<K, V>> lanes) {
    Map<Lane<K, V>, Work<K, V>> found = new LinkedHashMap<>();
    for (Work<K, V> work = running.oldest(); work != null; work = work.after) {
      if (!work.exempt && lanes.contains(work.lane)) {
        found.putIfAbsent(work.lane, work);
      }
    }
    return found;
  }

  private long expire(long now) {
    Work<K, V> first = running.oldest();
    while (timeoutNanos > 0 && first != null && first.at + timeoutNanos <= now) {
      running.remove(first);
      timedOut.accept(first);
      first = running.oldest();
    }
    for (Work<K, V> work = retries.due(now); work != null; work = retries.due(now)) {
      work.due();
      due.accept(work);
    }
    after.run();
    long next = retries.next(DeadlineTimer.NONE);
    return timeoutNanos > 0 && first != null ? Math.min(next, first.at + timeoutNanos) : next;
  }

  void close() {
    timer.close();
    retries.clear();
  }
}

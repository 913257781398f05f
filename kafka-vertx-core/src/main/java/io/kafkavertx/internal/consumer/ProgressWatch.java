package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.NoProgressException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Notices that the application stands still: what {@code max.poll.interval} means for a stream. It
 * does when it has records in its hands, or does not poll for those that wait, and is through with
 * none for the whole interval. Without records, or paused, it owes nothing. On the loop.
 */
final class ProgressWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressWatch.class);

  /** So many looks in an interval: a stall is seen after it, and before a quarter more. */
  private static final int LOOKS = 4;

  /** What the application has been handed. */
  interface Work {
    /** Whether it is the application's turn. */
    boolean isOwed();

    /** Grows whenever the application is through with something. */
    long steps();
  }

  private final EventLoop loop;
  private final Work work;
  private final Consumer<NoProgressException> stands;
  private final Runnable goesOn;
  private final long interval;
  private final long soon;
  private final boolean leaves;
  private final Count stalls;
  private EventLoop.Timer timer;
  private long steps;
  private long progressAt;
  private boolean wasOwed;
  private boolean stalled;

  /**
   * @param stands told once when the application stands still, until it goes on
   * @param goesOn called when it goes on after that
   */
  ProgressWatch(
      Cluster cluster,
      Work work,
      Consumer<NoProgressException> stands,
      Runnable goesOn,
      ConsumerOptions options) {
    this.loop = cluster.loop();
    this.work = work;
    this.stands = stands;
    this.goesOn = goesOn;
    this.interval = options.getRebalanceTimeout().toNanos();
    this.soon = options.getHeartbeatInterval().toNanos();
    this.leaves = options.getOnNoProgress() == ConsumerOptions.NoProgressPolicy.LEAVE;
    this.stalls = cluster.meters().count(Metric.STALLS);
  }

  /** Starts to watch, anew if it does already. */
  void start() {
    stop();
    stalled = false;
    wasOwed = false;
    steps = work.steps();
    progressAt = loop.nanoTime();
    schedule();
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void schedule() {
    long pause = Math.max(1, interval / LOOKS);
    timer = loop.schedule(stalled ? Math.min(soon, pause) : pause, this::look);
  }

  private void look() {
    long now = loop.nanoTime();
    long stepsNow = work.steps();
    // Out of the group there is nothing to owe: only what it does then counts.
    boolean owed = stalled && leaves || work.isOwed();
    if (!owed || !wasOwed || stepsNow != steps) {
      progressAt = now;
    }
    wasOwed = owed;
    steps = stepsNow;
    // First the timer: what is told may stop it.
    boolean was = stalled;
    stalled = now - progressAt >= interval;
    schedule();
    if (stalled && !was) {
      stalls.add(1);
      NoProgressException problem = problem(Duration.ofNanos(now - progressAt));
      LOG.warn(problem.getMessage());
      stands.accept(problem);
    } else if (was && !stalled) {
      LOG.info("The application makes progress again");
      goesOn.run();
    }
  }

  private NoProgressException problem(Duration time) {
    return new NoProgressException(
        time,
        "the application has not been through with any record for "
            + time.toSeconds()
            + " s: a handler does not return, or poll is not called. "
            + (leaves
                ? "The consumer leaves its group, and joins again when there is progress"
                : "The consumer stays in its group and keeps its partitions")
            + " (onNoProgress, rebalanceTimeout)");
  }
}

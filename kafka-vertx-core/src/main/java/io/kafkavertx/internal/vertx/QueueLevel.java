package io.kafkavertx.internal.vertx;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How full a producer's queue is, for readers on any thread: what the event loop holds, and what is
 * on its way there.
 *
 * <p>Whoever has been told "full" is told once it has drained to half. The two sides meet without a
 * lock: the reader says that it saw a full queue and looks again; the loop lowers the level and
 * looks whether somebody saw it full. One of them sees the other.
 */
public final class QueueLevel {
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final Runnable drained;
  private volatile long limit;
  private volatile boolean seenFull;

  /**
   * @param limit from how many bytes the queue is full
   * @param drained run on the loop when the level has fallen to half of the limit after somebody
   *     saw the queue full
   */
  public QueueLevel(long limit, Runnable drained) {
    this.limit = limit;
    this.drained = drained;
  }

  public long limit() {
    return limit;
  }

  /** Any thread. */
  public void limit(long bytes) {
    limit = bytes;
  }

  /** Bytes in the queue and on their way there. Any thread. */
  public long total() {
    return held.get() + underWay.get();
  }

  /** Whether to stop for a while. Any thread. */
  public boolean isFull() {
    if (total() < limit) {
      return false;
    }
    seenFull = true;
    return total() > limit / 2;
  }

  /** Bytes start on their way to the loop. Any thread. */
  public void departed(long bytes) {
    underWay.addAndGet(bytes);
  }

  /** Bytes have come to the loop, where they may count among those held. On the loop. */
  public void arrived(long bytes) {
    underWay.addAndGet(-bytes);
    check();
  }

  /** What the loop holds now. On the loop. */
  public void held(long bytes) {
    if (bytes >= held.getPlain()) {
      held.lazySet(bytes);
    } else {
      held.set(bytes);
      check();
    }
  }

  private void check() {
    if (seenFull && total() <= limit / 2) {
      seenFull = false;
      drained.run();
    }
  }
}

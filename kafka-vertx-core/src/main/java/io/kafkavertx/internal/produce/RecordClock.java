package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.net.EventLoop;

/**
 * The time for records that have none of their own. Reading the wall clock costs as much as
 * encoding a small record does, so records of one turn of the loop share a reading, up to {@link
 * #SHARED} of them: a turn that goes on for long still gets later times. On the loop only.
 */
public final class RecordClock {
  private static final int SHARED = 64;

  private final EventLoop loop;
  private long millis;
  private int left;
  private boolean watching;

  public RecordClock(EventLoop loop) {
    this.loop = loop;
  }

  /** Milliseconds since 1970. */
  public long millis() {
    if (left == 0) {
      read();
    }
    left--;
    return millis;
  }

  private void read() {
    millis = loop.wallMillis();
    left = SHARED;
    if (!watching) {
      watching = true;
      loop.execute(this::turnOver);
    }
  }

  private void turnOver() {
    watching = false;
    left = 0;
  }
}

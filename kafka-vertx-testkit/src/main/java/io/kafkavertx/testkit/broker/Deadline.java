package io.kafkavertx.testkit.broker;

import java.time.Duration;

/** An end to waiting, and the small sleeps in between. */
final class Deadline {
  private static final long PAUSE_MILLIS = 50;

  private final Duration length;
  private final long end;

  private Deadline(Duration length) {
    this.length = length;
    this.end = System.nanoTime() + length.toNanos();
  }

  static Deadline in(Duration length) {
    return new Deadline(length);
  }

  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /** Sleeps a little. */
  void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("Interrupted while waiting for a broker", e);
    }
  }

  @Override
  public String toString() {
    return length.toMillis() / 1000.0 + " s";
  }
}

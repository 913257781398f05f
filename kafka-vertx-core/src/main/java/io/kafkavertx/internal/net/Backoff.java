package io.kafkavertx.internal.net;

import java.util.random.RandomGenerator;

/**
 * Waits that double, with jitter of 20 % either way so that many clients do not come back at once.
 */
public final class Backoff {
  private static final double JITTER = 0.2;

  private Backoff() {}

  /**
   * The wait after so many failures in a row.
   *
   * @param initial the wait after the first failure
   * @param max the longest wait, jitter included
   * @param failures how many failures in a row; without any as after the first
   */
  public static long nanos(RandomGenerator random, long initial, long max, int failures) {
    double doubled = initial * Math.pow(2, Math.min(Math.max(0, failures - 1), 62));
    double jitter = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return (long) Math.min(Math.min(doubled, (double) max) * jitter, (double) max);
  }
}

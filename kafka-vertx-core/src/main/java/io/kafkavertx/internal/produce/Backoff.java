package io.kafkavertx.internal.produce;

import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt is repeated: doubling, bounded, with jitter of 20 % so that
 * clients do not come all at once.
 */
final class Backoff {
  private static final int MOST_DOUBLINGS = 30;
  private static final double JITTER = 0.2;

  private Backoff() {}

  /**
   * @param failures how many attempts have failed, from 1
   */
  static long delay(ProduceConfig config, int failures, RandomGenerator random) {
    double base =
        config.retryBackoffNanos() * (double) (1L << Math.min(failures - 1, MOST_DOUBLINGS));
    double bounded = Math.min(base, config.retryBackoffMaxNanos());
    return (long) (bounded * (1 - JITTER + 2 * JITTER * random.nextDouble()));
  }
}

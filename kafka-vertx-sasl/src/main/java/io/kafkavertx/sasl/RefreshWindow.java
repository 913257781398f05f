package io.kafkavertx.sasl;

import java.util.random.RandomGenerator;

/**
 * When a token is to be replaced: a part of its life after its start, with jitter, but not within
 * {@code buffer} of its end and not within {@code minPeriod} of now. The defaults are those of the
 * Java client's {@code sasl.login.refresh.*}.
 */
record RefreshWindow(double factor, double jitter, long minPeriodMs, long bufferMs) {
  static final RefreshWindow DEFAULT = new RefreshWindow(0.8, 0.05, 60_000, 300_000);

  static RefreshWindow of(MechanismConfig config) {
    return new RefreshWindow(
        config.fraction("refreshWindowFactor", DEFAULT.factor, 0.5, 1.0),
        config.fraction("refreshWindowJitter", DEFAULT.jitter, 0.0, 0.25),
        1000 * config.number("refreshMinPeriodSeconds", DEFAULT.minPeriodMs / 1000, 0, 900),
        1000 * config.number("refreshBufferSeconds", DEFAULT.bufferMs / 1000, 0, 3600));
  }

  /** In milliseconds since 1970, as all arguments. */
  long refreshAt(long now, long start, long end, RandomGenerator random) {
    long life = Math.max(0, end - start);
    long proposed = start + (long) (life * Math.min(1, factor + jitter * random.nextDouble()));
    if (now + minPeriodMs + bufferMs > end) {
      // The token is too short-lived for either limit.
      return proposed;
    }
    return Math.max(Math.min(proposed, end - bufferMs), now + minPeriodMs);
  }
}

package io.kafkavertx.spi;

/**
 * Takes a client's measurements. The client asks for an instrument once and keeps it; instruments
 * are called on the client's event loop and must not block. Asking twice for one name gives the
 * same instrument or one that adds to it.
 */
public interface MetricsReporter extends AutoCloseable {
  /** Something that only grows. */
  Counter counter(MetricName name);

  /** Something that goes up and down. */
  Gauge gauge(MetricName name);

  /** A distribution: sizes, or durations in nanoseconds. */
  Distribution distribution(MetricName name);

  /** The client will not use this instrument again: a partition was given up, a broker left. */
  default void remove(MetricName name) {}

  @Override
  default void close() {}

  /** A counter. */
  interface Counter {
    void add(double amount);
  }

  /** A gauge. */
  interface Gauge {
    void set(double value);
  }

  /** A distribution. */
  interface Distribution {
    void record(double value);
  }
}

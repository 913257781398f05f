package io.kafkavertx.internal.metrics;

import io.kafkavertx.spi.MetricName;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.BiConsumer;

/**
 * One measured thing: keeps its value for {@code metrics()} and tells the reporters. Recording
 * allocates nothing. On the client's loop only.
 */
public abstract sealed class Instrument permits Count, Level, Spread {
  private static final Logger LOG = LoggerFactory.getLogger(Instrument.class);

  private final MetricName name;

  /** How many have asked for it and not given it back. */
  int holders;

  private boolean complained;

  Instrument(MetricName name) {
    this.name = name;
  }

  final MetricName name() {
    return name;
  }

  /** Hands out what is known, under one name or several. */
  abstract void values(BiConsumer<MetricName, Double> sink);

  /** A reporter is a stranger's code: what it throws must not hurt the client. */
  final void failed(Object reporter, RuntimeException failure) {
    if (!complained) {
      complained = true;
      LOG.warn(
          "The metrics reporter's "
              + reporter.getClass().getName()
              + " has failed on "
              + name.name()
              + "; further failures of it are not logged",
          failure);
    }
  }
}

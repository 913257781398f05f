package io.kafkavertx.internal.metrics;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import java.util.function.BiConsumer;

/** Something that goes up and down. */
public final class Level extends Instrument {
  private final MetricsReporter.Gauge[] reporters;
  private double value;

  Level(MetricName name, MetricsReporter.Gauge[] reporters) {
    super(name);
    this.reporters = reporters;
  }

  public void set(double newValue) {
    value = newValue;
    for (MetricsReporter.Gauge reporter : reporters) {
      try {
        reporter.set(newValue);
      } catch (RuntimeException e) {
        failed(reporter, e);
      }
    }
  }

  /** For levels that several share, each with its part. */
  public void add(double change) {
    if (change != 0) {
      set(value + change);
    }
  }

  @Override
  void values(BiConsumer<MetricName, Double> sink) {
    sink.accept(name(), value);
  }
}

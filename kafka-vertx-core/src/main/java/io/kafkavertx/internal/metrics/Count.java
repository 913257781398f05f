package io.kafkavertx.internal.metrics;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import java.util.function.BiConsumer;

/** Something that only grows. */
public final class Count extends Instrument {
  private final MetricsReporter.Counter[] reporters;
  private double value;

  Count(MetricName name, MetricsReporter.Counter[] reporters) {
    super(name);
    this.reporters = reporters;
  }

  public void add(double amount) {
    value += amount;
    for (MetricsReporter.Counter reporter : reporters) {
      try {
        reporter.add(amount);
      } catch (RuntimeException e) {
        failed(reporter, e);
      }
    }
  }

  /** What has come together since it was made. */
  public double total() {
    return value;
  }

  @Override
  void values(BiConsumer<MetricName, Double> sink) {
    sink.accept(name(), value);
  }
}

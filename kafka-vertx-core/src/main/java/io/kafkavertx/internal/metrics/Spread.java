package io.kafkavertx.internal.metrics;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import java.util.function.BiConsumer;

/** A distribution: sizes, ratios, or durations in nanoseconds. */
public final class Spread extends Instrument {
  private final MetricsReporter.Distribution[] reporters;
  private long count;
  private double sum;
  private double max;

  Spread(MetricName name, MetricsReporter.Distribution[] reporters) {
    super(name);
    this.reporters = reporters;
  }

  public void record(double value) {
    count++;
    sum += value;
    max = Math.max(max, value);
    for (MetricsReporter.Distribution reporter : reporters) {
      try {
        reporter.record(value);
      } catch (RuntimeException e) {
        failed(reporter, e);
      }
    }
  }

  @Override
  void values(BiConsumer<MetricName, Double> sink) {
    sink.accept(part("count", ""), (double) count);
    sink.accept(part("sum", name().unit()), sum);
    sink.accept(part("max", name().unit()), max);
  }

  private MetricName part(String what, String unit) {
    return new MetricName(name().name() + "." + what, name().description(), unit, name().tags());
  }
}

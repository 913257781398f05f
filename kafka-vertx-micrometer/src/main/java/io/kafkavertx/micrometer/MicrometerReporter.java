package io.kafkavertx.micrometer;

import io.kafkavertx.micrometer.SharedMeters.Part;
import io.kafkavertx.micrometer.SharedMeters.Shared;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Turns one client's instruments into Micrometer's meters, which may be read from any thread. */
final class MicrometerReporter implements MetricsReporter {
  private final MeterRegistry registry;
  private final SharedMeters meters;
  private final Set<MetricName> used = new HashSet<>();

  MicrometerReporter(MeterRegistry registry) {
    this.registry = registry;
    this.meters = SharedMeters.of(registry);
  }

  @Override
  public Counter counter(MetricName name) {
    used.add(name);
    io.micrometer.core.instrument.Counter counter =
        (io.micrometer.core.instrument.Counter)
            meters
                .get(
                    name,
                    this,
                    shared ->
                        io.micrometer.core.instrument.Counter.builder(name.name())
                            .description(name.description())
                            .baseUnit(unit(name))
                            .tags(tags(name))
                            .register(registry))
                .meter();
    return counter::increment;
  }

  @Override
  public Gauge gauge(MetricName name) {
    used.add(name);
    Part part = meters.get(name, this, shared -> gauge(name, shared)).part(this);
    return part::set;
  }

  private Meter gauge(MetricName name, Shared shared) {
    return isTime(name)
        ? TimeGauge.builder(name.name(), shared, TimeUnit.NANOSECONDS, Shared::greatest)
            .description(name.description())
            .tags(tags(name))
            .strongReference(true)
            .register(registry)
        : io.micrometer.core.instrument.Gauge.builder(name.name(), shared, Shared::sum)
            .description(name.description())
            .baseUnit(unit(name))
            .tags(tags(name))
            .strongReference(true)
            .register(registry);
  }

  @Override
  public Distribution distribution(MetricName name) {
    used.add(name);
    if (isTime(name)) {
      Timer timer = (Timer) meters.get(name, this, shared -> timer(name)).meter();
      return value -> timer.record((long) value, TimeUnit.NANOSECONDS);
    }
    DistributionSummary summary =
        (DistributionSummary) meters.get(name, this, shared -> summary(name)).meter();
    return summary::record;
  }

  private Timer timer(MetricName name) {
    return Timer.builder(name.name())
        .description(name.description())
        .tags(tags(name))
        .register(registry);
  }

  private DistributionSummary summary(MetricName name) {
    return DistributionSummary.builder(name.name())
        .description(name.description())
        .baseUnit(unit(name))
        .tags(tags(name))
        .register(registry);
  }

  @Override
  public void remove(MetricName name) {
    if (used.remove(name)) {
      meters.leave(name, this, registry);
    }
  }

  @Override
  public void close() {
    List.copyOf(used).forEach(this::remove);
  }

  private static boolean isTime(MetricName name) {
    return "nanoseconds".equals(name.unit());
  }

  private static String unit(MetricName name) {
    return name.unit().isEmpty() ? null : name.unit();
  }

  private static List<Tag> tags(MetricName name) {
    return name.tags().entrySet().stream().map(e -> Tag.of(e.getKey(), e.getValue())).toList();
  }
}

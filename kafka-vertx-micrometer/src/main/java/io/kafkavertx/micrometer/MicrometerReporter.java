package io.kafkavertx.micrometer;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Turns the client's instruments into Micrometer's meters, which may be read from any thread. */
final class MicrometerReporter implements MetricsReporter {
  private final MeterRegistry registry;
  private final Map<MetricName, Meter> meters = new HashMap<>();
  private final Map<MetricName, Level> levels = new HashMap<>();

  MicrometerReporter(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Counter counter(MetricName name) {
    var counter =
        io.micrometer.core.instrument.Counter.builder(name.name())
            .description(name.description())
            .baseUnit(unit(name))
            .tags(tags(name))
            .register(registry);
    meters.put(name, counter);
    return counter::increment;
  }

  @Override
  public Gauge gauge(MetricName name) {
    Level level =
        levels.computeIfAbsent(
            name,
            n -> {
              Level fresh = new Level();
              meters.put(
                  n,
                  io.micrometer.core.instrument.Gauge.builder(n.name(), fresh, Level::get)
                      .description(n.description())
                      .baseUnit(unit(n))
                      .tags(tags(n))
                      .strongReference(true)
                      .register(registry));
              return fresh;
            });
    return level::set;
  }

  @Override
  public Distribution distribution(MetricName name) {
    if ("nanoseconds".equals(name.unit())) {
      Timer timer =
          Timer.builder(name.name())
              .description(name.description())
              .tags(tags(name))
              .register(registry);
      meters.put(name, timer);
      return value -> timer.record((long) value, TimeUnit.NANOSECONDS);
    }
    DistributionSummary summary =
        DistributionSummary.builder(name.name())
            .description(name.description())
            .baseUnit(unit(name))
            .tags(tags(name))
            .register(registry);
    meters.put(name, summary);
    return summary::record;
  }

  @Override
  public void remove(MetricName name) {
    levels.remove(name);
    Meter meter = meters.remove(name);
    if (meter != null) {
      registry.remove(meter);
    }
  }

  @Override
  public void close() {
    List.copyOf(meters.keySet()).forEach(this::remove);
  }

  private static String unit(MetricName name) {
    return name.unit().isEmpty() ? null : name.unit();
  }

  private static List<Tag> tags(MetricName name) {
    return name.tags().entrySet().stream().map(e -> Tag.of(e.getKey(), e.getValue())).toList();
  }

  /** The last value of a gauge: written by the event loop, read by whoever scrapes. */
  private static final class Level {
    private volatile double value;

    double get() {
      return value;
    }

    void set(double newValue) {
      value = newValue;
    }
  }
}

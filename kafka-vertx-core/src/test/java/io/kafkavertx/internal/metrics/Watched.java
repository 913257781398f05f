package io.kafkavertx.internal.metrics;

import io.kafkavertx.MetricsDetail;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A reporter that keeps what it is told, and questions about it. */
public final class Watched implements MetricsReporter {
  public final Map<MetricName, Double> told = new HashMap<>();
  public final Set<MetricName> removed = new HashSet<>();
  public boolean closed;

  /** Meters of a client named {@code test} that tell this reporter. */
  public Meters meters(String group, MetricsDetail detail) {
    return new Meters("test", group, detail, List.of(this));
  }

  @Override
  public Counter counter(MetricName name) {
    return amount -> told.merge(name, amount, Double::sum);
  }

  @Override
  public Gauge gauge(MetricName name) {
    return value -> told.put(name, value);
  }

  @Override
  public Distribution distribution(MetricName name) {
    return value -> told.merge(name, value, Double::sum);
  }

  @Override
  public void remove(MetricName name) {
    told.remove(name);
    removed.add(name);
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The value of the one metric of that name with these tags; 0 when there is none. */
  public static double value(Map<MetricName, Double> values, String name, String... tags) {
    double sum = 0;
    int found = 0;
    for (Map.Entry<MetricName, Double> entry : values.entrySet()) {
      boolean fits = entry.getKey().name().equals(name);
      for (int i = 0; i < tags.length; i += 2) {
        fits &= tags[i + 1].equals(entry.getKey().tags().get(tags[i]));
      }
      if (fits) {
        sum += entry.getValue();
        found++;
      }
    }
    if (found > 1) {
      throw new AssertionError(found + " metrics are called " + name);
    }
    return sum;
  }
}

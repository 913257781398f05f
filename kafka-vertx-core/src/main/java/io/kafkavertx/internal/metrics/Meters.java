package io.kafkavertx.internal.metrics;

import io.kafkavertx.MetricsDetail;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The measurements of one client. Whoever has something to measure asks for an instrument once,
 * keeps it next to what it describes, and gives it back when that goes.
 *
 * <p>Counters and distributions are told when something happens, for a batch or a request at a
 * time, never for a record. Levels and ages are told in {@link #sample()}, so that they cost
 * nothing in between.
 *
 * <p>Without reporters only totals are kept, for {@code metrics()}: topics and partitions are not
 * told apart, and nobody samples before somebody asks. On the client's loop, one thread at a time.
 */
public final class Meters {
  private static final Logger LOG = LoggerFactory.getLogger(Meters.class);

  private final String clientId;
  private final String group;
  private final MetricsDetail detail;
  private final List<MetricsReporter> reporters;
  private final Map<MetricName, Instrument> instruments = new HashMap<>();
  private final List<Runnable> samplers = new ArrayList<>();
  private boolean closed;

  /**
   * @param group the consumer group; null for none
   * @param reporters closed with this; may be empty
   */
  public Meters(
      String clientId, String group, MetricsDetail detail, List<MetricsReporter> reporters) {
    this.clientId = clientId;
    this.group = group;
    this.detail = reporters.isEmpty() ? MetricsDetail.CLIENT : detail;
    this.reporters = List.copyOf(reporters);
  }

  /** For a client that nobody watches. */
  public static Meters unreported(String clientId) {
    return new Meters(clientId, null, MetricsDetail.CLIENT, List.of());
  }

  /** Whether anybody is told. */
  public boolean isReported() {
    return !reporters.isEmpty();
  }

  /**
   * A counter.
   *
   * @param tags the values of the metric's tags in their order, without client id and group
   */
  public Count count(Metric metric, String... tags) {
    return (Count)
        hold(
            metric,
            Metric.Kind.COUNTER,
            name(metric, tags),
            name ->
                new Count(
                    name, told(name, MetricsReporter::counter, MetricsReporter.Counter[]::new)));
  }

  /** A level; see {@link #count}. */
  public Level level(Metric metric, String... tags) {
    return (Level)
        hold(
            metric,
            Metric.Kind.GAUGE,
            name(metric, tags),
            name ->
                new Level(name, told(name, MetricsReporter::gauge, MetricsReporter.Gauge[]::new)));
  }

  /** A distribution; see {@link #count}. */
  public Spread spread(Metric metric, String... tags) {
    return (Spread)
        hold(
            metric,
            Metric.Kind.DISTRIBUTION,
            name(metric, tags),
            name ->
                new Spread(
                    name,
                    told(
                        name, MetricsReporter::distribution, MetricsReporter.Distribution[]::new)));
  }

  private MetricName name(Metric metric, String... values) {
    Map<String, String> tags = new HashMap<>();
    int next = 0;
    for (String key : metric.tags()) {
      String value =
          switch (key) {
            case Tag.CLIENT -> clientId;
            case Tag.GROUP -> group;
            case Tag.SYSTEM -> Tag.KAFKA;
            default -> values[next++];
          };
      tags.put(key, limited(key, value));
    }
    if (next != values.length) {
      throw new IllegalArgumentException(metric + " has the tags " + metric.tags());
    }
    return new MetricName(metric.metricName(), metric.description(), metric.unit(), tags);
  }

  /** What may be told apart, by {@code metricsDetail}. */
  private String limited(String key, String value) {
    boolean told =
        switch (key) {
          case Tag.TOPIC -> detail != MetricsDetail.CLIENT;
          case Tag.PARTITION -> detail == MetricsDetail.PARTITION;
          default -> true;
        };
    return value == null || value.isEmpty() ? Tag.NONE : told ? value : Tag.ALL;
  }

  private Instrument hold(
      Metric metric, Metric.Kind kind, MetricName name, Function<MetricName, Instrument> made) {
    if (metric.kind() != kind) {
      throw new IllegalArgumentException(metric + " is a " + metric.kind() + ", not a " + kind);
    }
    Instrument instrument = instruments.computeIfAbsent(name, made);
    instrument.holders++;
    return instrument;
  }

  private interface Maker<T> {
    T make(MetricsReporter reporter, MetricName name);
  }

  private <T> T[] told(MetricName name, Maker<T> maker, java.util.function.IntFunction<T[]> array) {
    List<T> made = new ArrayList<>();
    for (MetricsReporter reporter : reporters) {
      try {
        T instrument = maker.make(reporter, name);
        if (instrument != null) {
          made.add(instrument);
        }
      } catch (RuntimeException e) {
        LOG.warn(
            "The metrics reporter " + reporter.getClass().getName() + " refuses " + name.name(), e);
      }
    }
    return made.toArray(array.apply(0));
  }

  /** Gives an instrument back; the last to do so ends it. Null is ignored. */
  public void release(Instrument instrument) {
    if (instrument == null || closed || --instrument.holders > 0) {
      return;
    }
    instruments.remove(instrument.name());
    for (MetricsReporter reporter : reporters) {
      try {
        reporter.remove(instrument.name());
      } catch (RuntimeException e) {
        instrument.failed(reporter, e);
      }
    }
  }

  /**
   * Whoever has levels to tell is asked in each {@link #sample()}, until the returned handle is
   * run.
   */
  public Runnable onSample(Runnable sampler) {
    samplers.add(sampler);
    return () -> samplers.remove(sampler);
  }

  /** Has all levels and ages told as they are now. */
  public void sample() {
    for (int i = 0; i < samplers.size(); i++) {
      samplers.get(i).run();
    }
  }

  /**
   * Everything as it is now. A distribution is there as its {@code .count}, {@code .sum} and {@code
   * .max}.
   */
  public Map<MetricName, Double> values() {
    sample();
    Map<MetricName, Double> values = new LinkedHashMap<>();
    instruments.values().forEach(instrument -> instrument.values(values::put));
    return values;
  }

  /** Tells all levels a last time and closes the reporters. */
  public void close() {
    if (closed) {
      return;
    }
    sample();
    closed = true;
    for (MetricsReporter reporter : reporters) {
      try {
        reporter.close();
      } catch (Exception e) {
        LOG.warn("The metrics reporter " + reporter.getClass().getName() + " did not close", e);
      }
    }
  }
}

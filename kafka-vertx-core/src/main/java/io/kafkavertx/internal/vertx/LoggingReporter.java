package io.kafkavertx.internal.vertx;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes measurements to the log: counters and distributions as what has come since the last
 * report, gauges as they stand. What has not moved is left out. Reports come from a timer of
 * Vert.x, so instruments are written on one thread and read on another.
 */
final class LoggingReporter implements MetricsReporter {
  private static final Logger LOG = LoggerFactory.getLogger("io.kafkavertx.metrics");

  private final Vertx vertx;
  private final long timer;
  private final Map<MetricName, Entry> entries = new ConcurrentHashMap<>();

  LoggingReporter(Vertx vertx, long intervalMs) {
    this.vertx = vertx;
    this.timer = vertx.setPeriodic(intervalMs, id -> report());
  }

  /** Something that can be said in a few words. */
  private interface Entry {
    /** What there is to say; null for nothing. */
    String news();
  }

  private static final class Counted implements Entry, Counter {
    private final DoubleAdder sum = new DoubleAdder();

    @Override
    public void add(double amount) {
      sum.add(amount);
    }

    @Override
    public String news() {
      double since = sum.sumThenReset();
      return since == 0 ? null : "+" + text(since);
    }
  }

  private static final class Current implements Entry, Gauge {
    private volatile double value;

    @Override
    public void set(double newValue) {
      value = newValue;
    }

    @Override
    public String news() {
      double now = value;
      return now == 0 ? null : text(now);
    }
  }

  private static final class Spread implements Entry, Distribution {
    private final LongAdder count = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();
    private final DoubleAccumulator max = new DoubleAccumulator(Math::max, 0);

    @Override
    public void record(double value) {
      count.increment();
      sum.add(value);
      max.accumulate(value);
    }

    @Override
    public String news() {
      long since = count.sumThenReset();
      double total = sum.sumThenReset();
      double greatest = max.getThenReset();
      return since == 0
          ? null
          : since + " times, mean " + text(total / since) + ", max " + text(greatest);
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  @Override
  public Counter counter(MetricName name) {
    return (Counted) entries.computeIfAbsent(name, n -> new Counted());
  }

  @Override
  public Gauge gauge(MetricName name) {
    return (Current) entries.computeIfAbsent(name, n -> new Current());
  }

  @Override
  public Distribution distribution(MetricName name) {
    return (Spread) entries.computeIfAbsent(name, n -> new Spread());
  }

  @Override
  public void remove(MetricName name) {
    entries.remove(name);
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    report();
    entries.clear();
  }

  private void report() {
    Map<MetricName, String> news =
        new TreeMap<>(
            Comparator.comparing(MetricName::name)
                .thenComparing(name -> new TreeMap<>(name.tags()).toString()));
    entries.forEach(
        (name, entry) -> {
          String said = entry.news();
          if (said != null) {
            news.put(name, said);
          }
        });
    if (news.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("Measurements");
    news.forEach(
        (name, said) ->
            text.append("\n  ")
                .append(name.name())
                .append(new TreeMap<>(name.tags()))
                .append(": ")
                .append(said)
                .append(name.unit().isEmpty() ? "" : " " + name.unit()));
    LOG.info(text);
  }
}

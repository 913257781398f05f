package io.kafkavertx.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a metrics reporter must keep to: instruments take any value, may be asked for twice and
 * after they were removed, and reporters of several clients get on with each other. Telling them
 * something never blocks the event loop.
 */
public abstract class MetricsReporterContract extends PluginContract<MetricsReporterFactory> {
  private static Vertx vertx;

  protected MetricsReporterContract() {
    super(MetricsReporterFactory.class);
  }

  @BeforeAll
  static void openVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /**
   * Where the reporter publishes, the value of a counter or gauge; empty, unless overridden, when
   * that cannot be looked up.
   */
  protected OptionalDouble published(MetricName name) {
    return OptionalDouble.empty();
  }

  @Test
  void itNeverBlocksTheEventLoop() {
    try (MetricsReporter reporter = reporter()) {
      ThreadRule.neverBlocks("the metrics reporter", () -> tell(reporter, "c1"));
    }
  }

  @Test
  void reportersOfTwoClientsWorkSideBySide() {
    MetricName counted = name("kafka.tck.side", "records", "c3");
    try (MetricsReporter kept = reporter()) {
      kept.counter(counted).add(0);
      ThreadRule.sideBySide(
          2,
          () -> {
            try (MetricsReporter reporter = reporter()) {
              tell(reporter, Thread.currentThread().toString());
            }
          });
      kept.counter(counted).add(1);
      published(counted).ifPresent(value -> assertEquals(1, value));
    }
  }

  private static void tell(MetricsReporter reporter, String client) {
    MetricsReporter.Counter counter = reporter.counter(name("kafka.tck.t1", "records", client));
    MetricsReporter.Gauge gauge = reporter.gauge(name("kafka.tck.t2", "bytes", client));
    MetricsReporter.Distribution distribution =
        reporter.distribution(name("kafka.tck.t3", "nanoseconds", client));
    for (int i = 0; i < 10_000; i++) {
      counter.add(1);
      gauge.set(i);
      distribution.record(i);
    }
    reporter.remove(name("kafka.tck.t2", "bytes", client));
  }

  private MetricsReporter reporter() {
    return factory().create(vertx, config());
  }

  private static MetricName name(String name, String unit, String client) {
    return new MetricName(name, "A test.", unit, Map.of("client.id", client));
  }

  @Test
  void whatIsToldIsPublished() {
    MetricName counted = name("kafka.tck.records", "records", "c1");
    MetricName level = name("kafka.tck.queue", "bytes", "c1");
    try (MetricsReporter reporter = reporter()) {
      reporter.counter(counted).add(3);
      reporter.counter(counted).add(4);
      reporter.gauge(level).set(9);
      reporter.gauge(level).set(-2.5);
      published(counted).ifPresent(value -> assertEquals(7, value));
      published(level).ifPresent(value -> assertEquals(-2.5, value));
    }
  }

  @Test
  void instrumentsTakeAnyValue() {
    try (MetricsReporter reporter = reporter()) {
      for (String unit : new String[] {"", "bytes", "records", "nanoseconds", "parsecs"}) {
        MetricsReporter.Counter counter = reporter.counter(name("kafka.tck.c" + unit, unit, "c1"));
        MetricsReporter.Gauge gauge = reporter.gauge(name("kafka.tck.g" + unit, unit, "c1"));
        MetricsReporter.Distribution distribution =
            reporter.distribution(name("kafka.tck.d" + unit, unit, "c1"));
        for (double value : new double[] {0, 1, 0.5, 1e12}) {
          counter.add(value);
          gauge.set(value);
          gauge.set(-value);
          distribution.record(value);
        }
        gauge.set(Double.NaN);
      }
    }
  }

  @Test
  void anInstrumentMayBeRemovedAndAskedForAgain() {
    MetricName lag = name("kafka.tck.lag", "records", "c1");
    try (MetricsReporter reporter = reporter()) {
      for (int i = 1; i <= 3; i++) {
        double value = i;
        reporter.gauge(lag).set(value);
        published(lag).ifPresent(seen -> assertEquals(value, seen));
        reporter.remove(lag);
        reporter.remove(lag);
      }
      reporter.remove(name("kafka.tck.never", "", "c1"));
    }
  }

  @Test
  void twoClientsReportWithoutDisturbingEachOther() {
    MetricName mine = name("kafka.tck.both", "records", "c1");
    MetricName other = name("kafka.tck.both", "records", "c2");
    try (MetricsReporter first = reporter()) {
      MetricsReporter second = reporter();
      first.counter(mine).add(1);
      second.counter(other).add(10);
      second.close();
      MetricsReporter.Counter counter = first.counter(mine);
      assertNotNull(counter);
      counter.add(1);
      published(mine).ifPresent(value -> assertEquals(2, value));
    }
  }
}

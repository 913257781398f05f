package io.kafkavertx.tests.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the reporter that comes with the core writes to the log. */
@Timeout(120)
final class LoggingReporterTest {
  private static final int NEVER = 100_000_000;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private static MetricsReporterFactory factory() {
    return ServiceLoader.load(MetricsReporterFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals("logging"))
        .findFirst()
        .orElseThrow();
  }

  private MetricsReporter reporter(int intervalMs) {
    return factory().create(guard.vertx(), new JsonObject().put("intervalMs", intervalMs));
  }

  private static MetricName name(String name, String unit) {
    return new MetricName(name, "a test", unit, Map.of("client.id", "c1"));
  }

  @Test
  void eachKindIsSaidInAFewWords() throws Exception {
    try (CapturedLog log = CapturedLog.start()) {
      MetricsReporter reporter = reporter(NEVER);
      reporter.counter(name("test.sent", "records")).add(3);
      reporter.counter(name("test.sent", "records")).add(4);
      reporter.gauge(name("test.queue", "bytes")).set(17);
      reporter.gauge(name("test.queue", "bytes")).set(18.5);
      MetricsReporter.Distribution size = reporter.distribution(name("test.size", ""));
      size.record(10);
      size.record(30);
      reporter.close();
      assertThat(log.await("test.sent")).endsWith("test.sent{client.id=c1}: +7 records");
      assertThat(log.await("test.queue")).endsWith(": 18.500 bytes");
      assertThat(log.await("test.size")).endsWith(": 2 times, mean 20, max 30");
    }
  }

  @Test
  void whatHasNotMovedOrWasRemovedIsLeftOut() throws Exception {
    try (CapturedLog log = CapturedLog.start()) {
      MetricsReporter reporter = reporter(NEVER);
      reporter.counter(name("still.counter", "")).add(0);
      reporter.gauge(name("still.gauge", "")).set(0);
      reporter.distribution(name("still.distribution", ""));
      reporter.gauge(name("still.removed", "")).set(5);
      reporter.remove(name("still.removed", ""));
      reporter.counter(name("zz.last", "")).add(1);
      reporter.close();
      // Names come in order, in one message.
      assertThat(log.await("zz.last")).contains("zz.last");
      assertThat(log.text()).doesNotContain("still.");
    }
  }

  @Test
  void aReportSaysWhatHasComeSinceTheOneBefore() throws Exception {
    try (CapturedLog log = CapturedLog.start()) {
      MetricsReporter reporter = reporter(20);
      MetricsReporter.Counter counter = reporter.counter(name("since.counter", ""));
      MetricsReporter.Distribution size = reporter.distribution(name("since.size", ""));
      size.record(900);
      counter.add(5);
      log.await("since.counter", "+5");
      log.await("since.size", "max 900");
      size.record(2);
      counter.add(6);
      log.await("since.counter", "+6");
      log.await("since.size", "1 times, mean 2, max 2");
      reporter.close();
    }
  }

  @Test
  void aWrongIntervalIsNamed() {
    assertThatThrownBy(() -> reporter(0)).hasMessageContaining("intervalMs");
    assertThatThrownBy(() -> factory().create(guard.vertx(), new JsonObject().put("interval", 5)))
        .hasMessageContainingAll("interval", "intervalMs");
  }
}

package io.kafkavertx.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MicrometerReporterTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MetricsReporter reporter = new MicrometerReporter(registry);

  private static MetricName name(String name, String unit) {
    return new MetricName(name, "a test", unit, Map.of("client.id", "c1"));
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(MetricsReporterFactory.class))
        .extracting(MetricsReporterFactory::name)
        .containsExactly("micrometer");
  }

  @Test
  void countersGaugesAndDistributionsArriveInTheRegistry() {
    reporter.counter(name("records", "records")).add(3);
    reporter.counter(name("records", "records")).add(4);
    reporter.gauge(name("queue", "bytes")).set(17);
    reporter.gauge(name("queue", "bytes")).set(18);
    reporter.distribution(name("latency", "nanoseconds")).record(2_000_000);
    reporter.distribution(name("batch", "bytes")).record(512);

    assertThat(registry.get("records").tag("client.id", "c1").counter().count()).isEqualTo(7);
    assertThat(registry.get("queue").gauge().value()).isEqualTo(18);
    assertThat(registry.get("latency").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2);
    assertThat(registry.get("batch").summary().max()).isEqualTo(512);
  }

  @Test
  void closingLeavesNoMeterBehind() {
    reporter.counter(name("records", "records")).add(1);
    reporter.gauge(name("queue", "bytes")).set(1);

    reporter.close();

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void twoClientsOfOneIdAddUpAndTheLastToGoEndsTheMeter() {
    MetricsReporter other = new MicrometerReporter(registry);
    reporter.counter(name("records", "records")).add(3);
    other.counter(name("records", "records")).add(4);
    reporter.gauge(name("queue", "bytes")).set(10);
    other.gauge(name("queue", "bytes")).set(5);
    reporter.gauge(name("age", "nanoseconds")).set(1_000_000_000);
    other.gauge(name("age", "nanoseconds")).set(3_000_000_000L);
    reporter.distribution(name("batch", "bytes")).record(1);
    other.distribution(name("batch", "bytes")).record(9);

    assertThat(registry.getMeters()).hasSize(4);
    assertThat(registry.get("records").counter().count()).isEqualTo(7);
    assertThat(registry.get("queue").gauge().value()).isEqualTo(15);
    // Ages do not add up: the greatest counts.
    assertThat(registry.get("age").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(registry.get("batch").summary().totalAmount()).isEqualTo(10);

    other.close();
    assertThat(registry.get("records").counter().count()).isEqualTo(7);
    assertThat(registry.get("queue").gauge().value()).isEqualTo(10);
    assertThat(registry.get("age").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(1);
    reporter.counter(name("records", "records")).add(1);
    assertThat(registry.get("records").counter().count()).isEqualTo(8);

    reporter.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void anUnknownRegistryIsNamed() {
    assertThatThrownBy(
            () ->
                new MicrometerReporterFactory()
                    .create(null, new JsonObject().put("registryName", "nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }
}

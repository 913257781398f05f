package io.kafkavertx.tests.tck;

import io.kafkavertx.micrometer.MicrometerReporterFactory;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.testkit.tck.MetricsReporterContract;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Our metrics reporter keeps to the contract of the test kit. */
final class MetricsContractsTest {
  @Nested
  final class Micrometer extends MetricsReporterContract {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void listen() {
      Metrics.addRegistry(registry);
    }

    @AfterEach
    void leave() {
      Metrics.removeRegistry(registry);
    }

    @Override
    protected MetricsReporterFactory factory() {
      return new MicrometerReporterFactory();
    }

    @Override
    protected OptionalDouble published(MetricName name) {
      Search search = registry.find(name.name());
      name.tags().forEach(search::tag);
      Meter meter = search.meter();
      if (meter == null) {
        return OptionalDouble.empty();
      }
      Measurement first = meter.measure().iterator().next();
      return OptionalDouble.of(first.getValue());
    }
  }
}

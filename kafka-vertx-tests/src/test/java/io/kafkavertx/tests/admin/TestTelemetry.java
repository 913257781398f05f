package io.kafkavertx.tests.admin;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;

/** Runs inside a broker, which takes clients' metrics only when it has such a plug-in (KIP-714). */
public final class TestTelemetry implements MetricsReporter, ClientTelemetry {
  @Override
  public ClientTelemetryReceiver clientReceiver() {
    return (context, payload) -> {};
  }

  @Override
  public void init(List<KafkaMetric> metrics) {}

  @Override
  public void metricChange(KafkaMetric metric) {}

  @Override
  public void metricRemoval(KafkaMetric metric) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}

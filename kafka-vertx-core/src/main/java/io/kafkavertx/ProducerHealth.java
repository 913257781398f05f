package io.kafkavertx;

import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.spi.MetricName;
import java.time.Duration;
import java.util.Map;

/** Puts together how a producer is, out of its measurements. */
final class ProducerHealth {
  private ProducerHealth() {}

  /**
   * @param failure why it can do nothing more; null as long as it works
   */
  static ProducerState state(
      Map<MetricName, Double> measured, ProducerOptions options, KafkaException failure) {
    return new ProducerState(
        sum(measured, Metric.CONNECTIONS) > 0,
        (long) sum(measured, Metric.PRODUCER_BUFFERED),
        Duration.ofNanos((long) sum(measured, Metric.PRODUCER_OLDEST)),
        options.getClientId(),
        options.getTransactionalId(),
        failure);
  }

  private static double sum(Map<MetricName, Double> measured, Metric metric) {
    double sum = 0;
    for (Map.Entry<MetricName, Double> one : measured.entrySet()) {
      if (one.getKey().name().equals(metric.metricName())) {
        sum += one.getValue();
      }
    }
    return sum;
  }
}

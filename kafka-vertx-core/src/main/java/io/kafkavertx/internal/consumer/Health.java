package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerState;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.Map;

/** Puts together how a consumer is. */
final class Health {
  private Health() {}

  static ConsumerState state(
      Map<MetricName, Double> measured,
      boolean joined,
      Throwable failure,
      Map<TopicPartition, Long> lag,
      long oldestNanos,
      int assigned) {
    double connections = 0;
    double without = 0;
    for (Map.Entry<MetricName, Double> one : measured.entrySet()) {
      String name = one.getKey().name();
      if (name.equals(Metric.CONNECTIONS.metricName())) {
        connections += one.getValue();
      } else if (name.equals(Metric.PROGRESS_AGE.metricName())) {
        without = Math.max(without, one.getValue());
      }
    }
    return new ConsumerState(
        connections > 0,
        joined,
        assigned,
        lag.values().stream().mapToLong(Long::longValue).sum(),
        Duration.ofNanos(oldestNanos),
        Duration.ofNanos((long) without),
        failure);
  }
}

package io.kafkavertx.spi;

import java.util.Map;

/**
 * The name of a measurement.
 *
 * @param name dotted, for example {@code kafka.consumer.records.lag}
 * @param description one sentence, unit included
 * @param unit the base unit: {@code bytes}, {@code records}, {@code nanoseconds}, or empty
 * @param tags what tells instances apart: client id, topic, partition, node
 */
public record MetricName(String name, String description, String unit, Map<String, String> tags) {
  public MetricName {
    tags = Map.copyOf(tags);
  }
}

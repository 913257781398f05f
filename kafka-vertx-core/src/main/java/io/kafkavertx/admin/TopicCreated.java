package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.util.Map;
import java.util.UUID;

/**
 * A topic that was created, or that could be.
 *
 * @param topicId its id; zero from brokers before 2.8, and when it was only checked
 * @param partitions how many partitions it has; -1 when the broker does not tell (before 2.4, or no
 *     right to see it)
 * @param replicationFactor how many replicas; -1 as for {@code partitions}
 * @param configs its configuration; empty as for {@code partitions}
 */
public record TopicCreated(
    UUID topicId, int partitions, int replicationFactor, Map<String, ConfigEntry> configs) {
  public TopicCreated {
    configs = OrderedCopy.of(configs);
  }
}

package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A topic to create. Immutable.
 *
 * @param name its name
 * @param partitions how many partitions; -1 for the brokers' default (Kafka 2.4) and with
 *     assignments
 * @param replicationFactor how many replicas; -1 for the brokers' default (Kafka 2.4) and with
 *     assignments
 * @param assignments the brokers of each partition's replicas, the preferred leader first; empty to
 *     let the controller choose
 * @param configs configuration that differs from the brokers' default
 */
public record NewTopic(
    String name,
    int partitions,
    int replicationFactor,
    Map<Integer, List<Integer>> assignments,
    Map<String, String> configs) {
  public NewTopic {
    Objects.requireNonNull(name, "a topic needs a name");
    assignments = OrderedCopy.of(assignments);
    configs = OrderedCopy.of(configs);
    if (!assignments.isEmpty() && (partitions != -1 || replicationFactor != -1)) {
      throw new IllegalArgumentException(
          "topic "
              + name
              + ": assignments say how many partitions and replicas there are; leave these -1");
    }
  }

  /** A topic with that many partitions and replicas. */
  public static NewTopic of(String name, int partitions, int replicationFactor) {
    return new NewTopic(name, partitions, replicationFactor, Map.of(), Map.of());
  }

  /** A topic with the brokers' default of partitions and replicas (Kafka 2.4). */
  public static NewTopic of(String name) {
    return of(name, -1, -1);
  }

  /** A topic whose replicas are placed by hand. */
  public static NewTopic assigned(String name, Map<Integer, List<Integer>> assignments) {
    return new NewTopic(name, -1, -1, assignments, Map.of());
  }

  /** The same topic with one more configuration value. */
  public NewTopic config(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(configs);
    more.put(key, value);
    return new NewTopic(name, partitions, replicationFactor, assignments, more);
  }
}

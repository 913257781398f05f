package io.kafkavertx.internal.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which topics metadata is kept of. A topic is wanted until it has been released as often as it was
 * retained.
 */
final class TopicInterest {
  private final Map<String, Integer> counts = new HashMap<>();
  private boolean all;

  /** True when the topic was not wanted before. */
  boolean retain(String topic) {
    return counts.merge(topic, 1, Integer::sum) == 1;
  }

  void release(String topic) {
    if (!counts.containsKey(topic)) {
      throw new IllegalStateException(
          "topic " + topic + " is released more often than it was retained");
    }
    counts.computeIfPresent(topic, (name, count) -> count == 1 ? null : count - 1);
  }

  void all(boolean on) {
    all = on;
  }

  boolean all() {
    return all;
  }

  /** Whether metadata of the topic is wanted by name, or of all topics. */
  boolean wants(String topic) {
    return all || counts.containsKey(topic);
  }

  /** Whether metadata of the topic is wanted whether or not all topics are. */
  boolean wantsByName(String topic) {
    return counts.containsKey(topic);
  }

  /** The topics wanted by name. */
  Set<String> names() {
    return new HashSet<>(counts.keySet());
  }

  boolean isEmpty() {
    return !all && counts.isEmpty();
  }
}

package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds wanted topics that the brokers do not know, so that somebody who has misspelt a name is
 * told while what needs the topic still waits for it.
 */
final class MissingTopics {
  /** So many answers in turn may be without a topic that is just being created. */
  static final int PATIENCE = 5;

  private final Map<String, Integer> answersWithout = new HashMap<>();

  /**
   * Brokers have answered.
   *
   * @return topics that have been missing for so long that it is worth a word; each once, until it
   *     is there or nobody wants it any more
   */
  List<String> answered(Set<String> wanted, ClusterMetadata view) {
    answersWithout.keySet().retainAll(wanted);
    List<String> missing = new ArrayList<>();
    for (String topic : wanted) {
      if (view.topicError(topic) != ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
        answersWithout.remove(topic);
      } else if (answersWithout.merge(topic, 1, Integer::sum) == PATIENCE) {
        missing.add(topic);
      }
    }
    return missing;
  }
}

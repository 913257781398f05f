package io.kafkavertx.internal.consumer;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.TopicRefusal;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ErrorCode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reports topics that a consumer wants and that the brokers refuse it. Nothing else would: a topic
 * that does not exist yet is waited for, and such a one looks the same.
 */
final class RefusedTopics {
  private final Cluster cluster;
  private final Consumer<Throwable> report;
  private final Runnable unsubscribe;
  private final Set<String> reported = new HashSet<>();
  private Set<String> wanted = Set.of();

  RefusedTopics(Cluster cluster, Consumer<Throwable> report) {
    this.cluster = cluster;
    this.report = report;
    this.unsubscribe = cluster.onUpdate(this::look);
  }

  /** Watches these topics, in place of those before. */
  void watch(Set<String> topics) {
    wanted = topics;
    reported.clear();
    look(cluster.metadata());
  }

  private void look(ClusterMetadata metadata) {
    for (String topic : OrderedCopy.of(wanted)) {
      ErrorCode error = metadata.topicError(topic);
      if (!TopicRefusal.isFinal(error)) {
        reported.remove(topic);
      } else if (reported.add(topic)) {
        report.accept(TopicRefusal.of(error, topic, "nothing can be read"));
      }
    }
  }

  void close() {
    unsubscribe.run();
  }
}

package io.kafkavertx.internal.produce;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.TopicRefusal;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The topics that are sent to, and the questions for those of which nothing is known yet. */
final class Topics {
  private final ProduceConfig config;
  private final Cluster cluster;
  private final EventLoop loop;
  private final Drain drain;
  private final Consumer<TopicQueue> known;
  private final BiConsumer<TopicQueue, KafkaException> failFirst;
  private final Map<String, TopicQueue> byName = new LinkedHashMap<>();

  /**
   * The next sequence numbers of topics that were forgotten. A broker remembers a producer for much
   * longer: a partition that began at zero again would be taken for a repetition, acknowledged, and
   * not stored.
   */
  private final Map<String, int[]> sequences = new HashMap<>();

  private boolean closed;

  /**
   * @param drain knows how long brokers have taken nothing
   * @param known told of a topic whose waiting records can get their partitions
   * @param failFirst fails the first waiting record of a topic
   */
  Topics(
      ProduceConfig config,
      Cluster cluster,
      Drain drain,
      Consumer<TopicQueue> known,
      BiConsumer<TopicQueue, KafkaException> failFirst) {
    this.config = config;
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.drain = drain;
    this.known = known;
    this.failFirst = failFirst;
  }

  Collection<TopicQueue> all() {
    return byName.values();
  }

  TopicQueue get(String name) {
    TopicQueue topic = byName.get(name);
    if (topic == null) {
      topic = new TopicQueue(name, config, drain, sequences.remove(name));
      topic.lastUsedNanos = loop.nanoTime();
      byName.put(name, topic);
      cluster.retainTopics(List.of(name));
      topic.update(cluster.metadata());
      for (PartitionQueue queue : topic.queues()) {
        queue.leaderFrom(cluster.metadata().partition(queue.topicPartition));
      }
    }
    return topic;
  }

  boolean isUnused(TopicQueue topic) {
    return loop.nanoTime() - topic.lastUsedNanos > config.metadataMaxIdleNanos() && topic.isIdle();
  }

  /** Drops a topic that is not used any more. */
  void forget(TopicQueue topic) {
    cluster.releaseTopics(List.of(topic.topic()));
    int[] next = topic.nextSequences();
    if (next.length > 0) {
      sequences.put(topic.topic(), next);
    }
  }

  /** The epoch was bumped: sequence numbers start again, those of forgotten topics too. */
  void restartSequences() {
    sequences.clear();
    byName.values().forEach(TopicQueue::restartSequences);
  }

  /** Sees to it that the waiting records of a topic get their partitions, or fail in time. */
  void ask(TopicQueue topic) {
    if (topic.asking || closed) {
      return;
    }
    topic.asking = true;
    long deadline = topic.waiting.peekFirst().sentNanos() + config.deliveryTimeoutNanos();
    if (topic.isKnown()) {
      // Only the partition is missing: it may be added, which metadata will tell.
      cluster.requestUpdate();
      later(topic, Math.max(0, deadline - loop.nanoTime()), () -> inVain(topic, null));
    } else {
      cluster
          .topicReady(topic.topic(), deadline)
          .onComplete(ready -> ready(topic), cause -> inVain(topic, cause));
    }
  }

  private void later(TopicQueue topic, long nanos, Runnable task) {
    topic.timer =
        loop.schedule(
            nanos,
            () -> {
              topic.timer = null;
              task.run();
            });
  }

  private void ready(TopicQueue topic) {
    topic.asking = false;
    // Listeners of metadata have usually placed the records before.
    if (!closed && !topic.waiting.isEmpty()) {
      topic.update(cluster.metadata());
      learnt(topic);
    }
  }

  /** Something is known of a topic. */
  void learnt(TopicQueue topic) {
    if (topic.isKnown()) {
      known.accept(topic);
    }
    ErrorCode error = cluster.metadata().topicError(topic.topic());
    if (!topic.isKnown() && TopicRefusal.isFinal(error)) {
      KafkaException cause = TopicRefusal.of(error, topic.topic(), "a record was not sent");
      failAll(topic, cause);
    }
    if (!topic.waiting.isEmpty()) {
      ask(topic);
    }
  }

  private void inVain(TopicQueue topic, Throwable cause) {
    topic.asking = false;
    if (closed) {
      return;
    }
    if (cause instanceof BrokerErrorException refused && TopicRefusal.isFinal(refused.code())
        || cause instanceof io.kafkavertx.AuthenticationException) {
      failAll(topic, (KafkaException) cause);
      return;
    }
    long now = loop.nanoTime();
    WaitingRecord first;
    while ((first = topic.waiting.peekFirst()) != null
        && first.sentNanos() + config.deliveryTimeoutNanos() - now <= 0) {
      failFirst.accept(
          topic,
          Failures.noPartition(
              topic.topic(),
              first.partition(),
              topic.partitionCount(),
              config.deliveryTimeoutNanos(),
              cause));
    }
    if (first != null) {
      // Not before a moment has passed, whatever made the question fail so soon.
      later(topic, config.backoff(1, loop.random()), () -> askAgain(topic));
    }
  }

  private void askAgain(TopicQueue topic) {
    if (!topic.waiting.isEmpty()) {
      ask(topic);
    }
  }

  private void failAll(TopicQueue topic, KafkaException cause) {
    for (int left = topic.waiting.size(); left > 0; left--) {
      failFirst.accept(topic, cause);
    }
  }

  void close() {
    closed = true;
    for (TopicQueue topic : byName.values()) {
      cluster.releaseTopics(List.of(topic.topic()));
      if (topic.timer != null) {
        topic.timer.cancel();
        topic.timer = null;
      }
    }
    byName.clear();
  }
}

package io.kafkavertx.internal.consumer;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A subscription by pattern: keeps metadata of all topics and tells which of them match, now and
 * whenever that changes. Brokers leave out topics that this user may not see. On the loop.
 */
final class TopicPattern {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPattern.class);

  /** Old brokers do not say which topics are Kafka's own. */
  private static final Set<String> INTERNAL =
      Set.of("__consumer_offsets", "__transaction_state", "__share_group_state");

  private final Cluster cluster;
  private final boolean excludeInternal;
  private final long patience;
  private final Consumer<Set<String>> matched;
  private final Runnable stopListening;
  private Pattern pattern;

  /** Null until there is metadata of all topics. */
  private Set<String> topics;

  private boolean looking;

  /**
   * @param excludeInternal whether a pattern never matches topics of Kafka's own
   * @param patience how long one attempt to get metadata may take, in nanoseconds
   * @param matched told the topics that match: first, and then each time they change
   */
  TopicPattern(
      Cluster cluster, boolean excludeInternal, long patience, Consumer<Set<String>> matched) {
    this.cluster = cluster;
    this.excludeInternal = excludeInternal;
    this.patience = patience;
    this.matched = matched;
    this.stopListening = cluster.onUpdate(this::look);
  }

  /** Whether topics are chosen by a pattern. */
  boolean isSet() {
    return pattern != null;
  }

  /** Whether it is this pattern that chooses. */
  boolean is(Pattern other) {
    return pattern != null
        && pattern.pattern().equals(other.pattern())
        && pattern.flags() == other.flags();
  }

  /** Chooses by this pattern from now on, in place of one before. Topics are told later. */
  void set(Pattern next) {
    pattern = next;
    looking = false;
    topics = null;
    cluster.retainAllTopics(true);
  }

  /** Begins to look. */
  void start() {
    ask(pattern);
  }

  private void ask(Pattern asked) {
    cluster
        .refresh(cluster.loop().nanoTime() + patience)
        .onComplete(
            answer -> {
              if (pattern != asked) {
                return;
              }
              if (answer.succeeded()) {
                looking = true;
                look(answer.result());
              } else if (!(answer.cause() instanceof ClientClosedException)) {
                LOG.warn(
                    "The topics that match " + asked + " are not known yet: " + answer.cause());
                cluster
                    .timers()
                    .pause(TimeUnit.MILLISECONDS.toNanos(100))
                    .onSuccess(
                        waited -> {
                          if (pattern == asked) {
                            ask(asked);
                          }
                        });
              }
            });
  }

  private void look(ClusterMetadata metadata) {
    if (!looking) {
      return;
    }
    Set<String> now = new TreeSet<>();
    for (String topic : metadata.topics()) {
      boolean wanted =
          !excludeInternal || !(metadata.isInternal(topic) || INTERNAL.contains(topic));
      if (wanted && pattern.matcher(topic).matches()) {
        now.add(topic);
      }
    }
    if (!now.equals(topics)) {
      LOG.info("Topics that match " + pattern + ": " + now);
      topics = now;
      matched.accept(now);
    }
  }

  /** Topics are not chosen by a pattern any more. */
  void clear() {
    if (pattern != null) {
      pattern = null;
      looking = false;
      topics = null;
      cluster.retainAllTopics(false);
    }
  }

  void close() {
    clear();
    stopListening.run();
  }
}

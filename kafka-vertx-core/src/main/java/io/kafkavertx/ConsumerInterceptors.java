package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.Map;

/** The interceptors of a consumer, one after the other; a failure of one is nobody else's. */
final class ConsumerInterceptors<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerInterceptors.class);

  private final List<ConsumerInterceptor<K, V>> all;

  @SuppressWarnings("unchecked") // Options do not know the types of the consumer that is made.
  ConsumerInterceptors(List<ConsumerInterceptor<?, ?>> all) {
    this.all = all.stream().map(one -> (ConsumerInterceptor<K, V>) one).toList();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  ConsumerRecord<K, V> onConsume(ConsumerRecord<K, V> record) {
    ConsumerRecord<K, V> current = record;
    for (ConsumerInterceptor<K, V> one : all) {
      current = guarded(one, current);
    }
    return current;
  }

  private static <K, V> ConsumerRecord<K, V> guarded(
      ConsumerInterceptor<K, V> one, ConsumerRecord<K, V> record) {
    try {
      ConsumerRecord<K, V> changed = one.onConsume(record);
      if (changed != null) {
        return changed;
      }
      LOG.warn(name(one) + " returned null for " + where(record) + ", which goes on as it was");
    } catch (RuntimeException e) {
      LOG.warn(name(one) + " failed for " + where(record) + ", which goes on as it was", e);
    }
    return record;
  }

  /** Not the record's own text: it may be somebody else's class, and show what is secret. */
  private static String where(ConsumerRecord<?, ?> record) {
    return "the record at offset " + record.offset() + " of " + record.topicPartition();
  }

  void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (ConsumerInterceptor<K, V> one : all) {
      try {
        one.onCommit(offsets);
      } catch (RuntimeException e) {
        LOG.warn(name(one) + " failed when told of a commit", e);
      }
    }
  }

  private static String name(ConsumerInterceptor<?, ?> one) {
    return "The interceptor " + one.getClass().getName();
  }
}

package io.kafkavertx;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;

/** The interceptors of a producer, one after the other; a failure of one is nobody else's. */
final class Interceptors<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

  private final List<ProducerInterceptor<K, V>> all;

  @SuppressWarnings("unchecked") // Options do not know the types of the producer that is made.
  Interceptors(List<ProducerInterceptor<?, ?>> all) {
    this.all = all.stream().map(one -> (ProducerInterceptor<K, V>) one).toList();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    ProducerRecord<K, V> current = record;
    for (ProducerInterceptor<K, V> one : all) {
      current = guarded(one, current);
    }
    return current;
  }

  private static <K, V> ProducerRecord<K, V> guarded(
      ProducerInterceptor<K, V> one, ProducerRecord<K, V> record) {
    try {
      ProducerRecord<K, V> changed = one.onSend(record);
      if (changed != null) {
        return changed;
      }
      LOG.warn(name(one) + " returned null for " + record + ", which goes on as it was");
    } catch (RuntimeException e) {
      LOG.warn(name(one) + " failed for " + record + ", which goes on as it was", e);
    }
    return record;
  }

  void onAcknowledgement(ProducerRecord<K, V> record, RecordMetadata metadata, Throwable failure) {
    for (ProducerInterceptor<K, V> one : all) {
      try {
        one.onAcknowledgement(record, metadata, failure);
      } catch (RuntimeException e) {
        LOG.warn(name(one) + " failed when told of the result of " + record, e);
      }
    }
  }

  private static String name(ProducerInterceptor<?, ?> one) {
    return "The interceptor " + one.getClass().getName();
  }
}

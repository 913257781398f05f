package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import java.util.Map;

/**
 * Sees every record before it is handed out, and every commit (KIP-42). Set with {@link
 * ConsumerOptions#addInterceptor}. What it throws is logged with its class, and things go on as if
 * it had not been there.
 *
 * <p>It may be called by several threads at a time, and must not block: some of them are event
 * loops.
 */
public interface ConsumerInterceptor<K, V> {
  /**
   * Called where the record is handed out, before the application gets it, by whichever way. The
   * next interceptor gets what this one returns. Offsets are committed by the original record.
   *
   * @return the record to hand out, {@code record} itself when nothing is to be changed; never null
   */
  default ConsumerRecord<K, V> onConsume(ConsumerRecord<K, V> record) {
    return record;
  }

  /** Called on the consumer's event loop after each commit that has succeeded, also automatic. */
  default void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}
}

package io.kafkavertx;

/**
 * Sees every record that a producer sends, and its result (KIP-42). Set with {@link
 * ProducerOptions#addInterceptor}. What it throws is logged with its class, and the record goes on
 * as if it had not been there.
 *
 * <p>It may be called by several threads at a time, and must not block: some of them are event
 * loops.
 */
public interface ProducerInterceptor<K, V> {
  /**
   * Called by the thread that sends, before key and value are serialized. The next interceptor gets
   * what this one returns.
   *
   * @return the record to send, {@code record} itself when nothing is to be changed; never null
   */
  default ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    return record;
  }

  /**
   * Called when a record has its result, before the future of its sender is told, in the place
   * where that future completes.
   *
   * @param record as it was sent
   * @param metadata where it was stored; null when it was not
   * @param failure why it was not stored; null when it was
   */
  default void onAcknowledgement(
      ProducerRecord<K, V> record, RecordMetadata metadata, Throwable failure) {}
}

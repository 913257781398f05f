package io.kafkavertx;

import io.kafkavertx.spi.Deserializer;
import io.vertx.core.Vertx;

/** Makes consumers. */
final class KafkaConsumerImpl {
  private KafkaConsumerImpl() {}

  static <K, V> KafkaConsumer<K, V> create(
      Vertx vertx, ConsumerOptions options, Deserializer<K> keys, Deserializer<V> values) {
    throw new UnsupportedOperationException();
  }
}

package io.kafkavertx;

import io.kafkavertx.spi.Serializer;
import io.vertx.core.Vertx;

/** The producer's outer side. */
final class KafkaProducerImpl {
  private KafkaProducerImpl() {}

  static <K, V> KafkaProducer<K, V> create(
      Vertx vertx, ProducerOptions options, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    throw new UnsupportedOperationException("follows within the hour");
  }
}

package io.kafkavertx;

/** Which records {@link KafkaConsumer#process} never works on at the same time. */
public enum Ordering {
  /** None: as many at once as {@link ProcessOptions#getConcurrency()} allows, in any order. */
  NONE,
  /**
   * Those of one partition with the same key: each starts when the one before it is done. Keys are
   * the same when their bytes are. Records without a key have no order.
   */
  KEY,
  /** Those of one partition: each starts when the one before it is done. */
  PARTITION
}

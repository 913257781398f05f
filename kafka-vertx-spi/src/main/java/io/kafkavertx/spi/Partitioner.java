package io.kafkavertx.spi;

/**
 * Chooses the partition of a record that names none. Used by one event loop only; must not block.
 */
public interface Partitioner extends AutoCloseable {
  /**
   * Chooses a partition.
   *
   * @param key the serialized key, null when the record has none; must not be changed or kept
   * @param value the serialized value, null for a tombstone; must not be changed or kept
   * @param topic the topic's partitions and their load
   * @return a partition from 0 to {@code topic.partitionCount() - 1}
   */
  int partition(byte[] key, byte[] value, TopicLoad topic);

  /**
   * Told after a record has been put into its partition's batch, so that a sticky partitioner knows
   * when to move on. Whether the batch takes more records ({@link TopicLoad#hasOpenBatch}) is known
   * by then. Also told of records whose partition the application chose.
   *
   * @param bytes how much the record takes in the batch
   */
  default void appended(TopicLoad topic, int partition, int bytes) {}

  @Override
  default void close() {}
}

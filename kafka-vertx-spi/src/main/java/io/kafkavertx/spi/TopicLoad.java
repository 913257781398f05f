package io.kafkavertx.spi;

/** The partitions of one topic as a partitioner sees them. Valid during the call only. */
public interface TopicLoad {
  /** The topic's name. */
  String topic();

  /** How many partitions the topic has, at least 1. */
  int partitionCount();

  /** True when the partition has a leader that can be sent to. */
  boolean isAvailable(int partition);

  /** How many bytes wait to be sent to the partition. */
  long queuedBytes(int partition);

  /** The rack of the partition's leader, null when it is not known. */
  String leaderRack(int partition);

  /** The producer's {@code batch.size} in bytes. */
  int batchSize();
}

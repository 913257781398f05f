package io.kafkavertx.spi;

/**
 * The partitions of one topic as a partitioner sees them. Valid during the call only.
 *
 * <p>Methods that came later have a default, so that a test's own implementation keeps compiling.
 */
public interface TopicLoad {
  /** The topic's name. */
  String topic();

  /** How many partitions the topic has, at least 1. */
  int partitionCount();

  /** True when the partition has a leader that can be sent to. */
  boolean isAvailable(int partition);

  /**
   * How many bytes wait to be sent to the partition, before compression; those under way are not
   * counted.
   */
  long queuedBytes(int partition);

  /** The rack of the partition's leader, null when it is not known. */
  String leaderRack(int partition);

  /** The producer's {@code batch.size} in bytes. */
  int batchSize();

  /**
   * Whether the partition has a batch that takes more records. Going to another partition leaves it
   * behind half-full. False where it is not known.
   */
  default boolean hasOpenBatch(int partition) {
    return false;
  }

  /**
   * For how many nanoseconds the broker that leads the partition has not been able to take another
   * request, because it cannot be reached or because too many wait for its answer. 0 while it can,
   * when nobody has wanted to send it anything since, and without a leader. Reads the clock: ask it
   * for each batch rather than for each record.
   */
  default long stalledNanos(int partition) {
    return 0;
  }

  /** The rack of the producer ({@code client.rack}), null when it does not say. */
  default String clientRack() {
    return null;
  }
}

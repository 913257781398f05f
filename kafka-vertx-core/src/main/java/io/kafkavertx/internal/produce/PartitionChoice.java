package io.kafkavertx.internal.produce;

import io.kafkavertx.KafkaException;
import io.kafkavertx.spi.Partitioner;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/**
 * A partitioner, which may be anybody's: whatever it throws fails the record in question, or is
 * logged where there is none, and the producer goes on.
 */
final class PartitionChoice {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionChoice.class);

  private final Partitioner partitioner;
  private boolean complained;

  PartitionChoice(Partitioner partitioner) {
    this.partitioner = partitioner;
  }

  /**
   * The partition of a record that names none.
   *
   * @throws KafkaException when the partitioner throws or names a partition that does not exist
   */
  int choose(TopicQueue topic, byte[] key, byte[] value) {
    int chosen;
    try {
      chosen = partitioner.partition(key, value, topic);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      throw failed(topic, e);
    }
    if (chosen < 0 || chosen >= topic.partitionCount()) {
      throw failed(
          topic,
          new IndexOutOfBoundsException(
              "partition " + chosen + " of " + topic.partitionCount() + " was chosen"));
    }
    return chosen;
  }

  private KafkaException failed(TopicQueue topic, Throwable cause) {
    return new KafkaException(
        "the partitioner "
            + partitioner.getClass().getName()
            + " failed for a record of topic "
            + topic.topic()
            + ": "
            + cause,
        cause);
  }

  /** A record was put into a batch. */
  void appended(PartitionQueue queue, int bytes) {
    try {
      partitioner.appended(queue.topic, queue.topicPartition.partition(), bytes);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      if (!complained) {
        // Once: it may well do so for each record.
        complained = true;
        LOG.warn(
            "The partitioner "
                + partitioner.getClass().getName()
                + " failed when it was told of a record of topic "
                + queue.topic.topic()
                + ", which is sent nevertheless; this is not logged again",
            e);
      }
    }
  }

  void close() {
    try {
      partitioner.close();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      LOG.warn("The partitioner " + partitioner.getClass().getName() + " failed to close", e);
    }
  }
}

package io.kafkavertx.internal.fetch;

import io.kafkavertx.OffsetReset;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;

/** What fetching tells the consumer. Called on the loop. */
public interface FetchEvents {
  /** There are records to hand out where there were none, or there may be. */
  void recordsAvailable();

  /** These partitions are read from now on; some of them perhaps have been before. */
  default void started(Collection<TopicPartition> partitions) {}

  /** These partitions are not read any more. */
  default void removed(Collection<TopicPartition> partitions) {}

  /** A partition stands still, or a record was passed over: the application has to know. */
  void failed(TopicPartition partition, Throwable cause);

  /** A position was chosen by policy. */
  void positionReset(OffsetReset reset);
}

package io.kafkavertx.internal.fetch;

import io.kafkavertx.OffsetReset;
import io.kafkavertx.spi.TopicPartition;

/** What fetching tells the consumer. Called on the loop. */
public interface FetchEvents {
  /** There are records to hand out where there were none, or there may be. */
  void recordsAvailable();

  /** A partition stands still, or a record was passed over: the application has to know. */
  void failed(TopicPartition partition, Throwable cause);

  /** A position was chosen by policy. */
  void positionReset(OffsetReset reset);
}

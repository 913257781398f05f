package io.kafkavertx.internal.process;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;

/** Somebody who takes records by himself, in place of a handler. On the loop. */
public interface RecordTaker {
  /** There may be records, or demand for them. */
  void pump();

  /**
   * Starts nothing more of these partitions, and waits for what is being worked on.
   *
   * @return completes when that is done, or has taken too long; always succeeds
   */
  Future<Void> drain(Collection<TopicPartition> partitions);

  /** Whether records are being worked on. */
  boolean isBusy();

  /** Grows with each record that is done. */
  long steps();

  /** How long {@link #drain} may take. */
  long drainNanos();

  /** Positions were moved, or partitions are gone: what was taken of them is of no use. */
  void forget();

  /**
   * Starts nothing more at all.
   *
   * @param deadline when the consumer is to be closed
   */
  void closing(long deadline);
}

package io.kafkavertx.internal.fetch;

/**
 * The records of a partition between two moves of its position: from an assignment or a seek to the
 * next seek or to the end of the ownership. On the loop.
 */
public interface ReadRun {
  /** False after a seek, and when the partition is not assigned any more. */
  boolean isCurrent();

  /** False while the partition is paused, or a rebalance handler is at work. */
  boolean isDeliverable();
}

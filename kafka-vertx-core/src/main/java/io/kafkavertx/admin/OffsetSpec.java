package io.kafkavertx.admin;

import java.time.Instant;

/** Which offset of a partition is wanted. */
public sealed interface OffsetSpec {
  /** The first offset. */
  static OffsetSpec earliest() {
    return Named.EARLIEST;
  }

  /** The next offset to be written; with committed reads, the first of an open transaction. */
  static OffsetSpec latest() {
    return Named.LATEST;
  }

  /** The first record whose timestamp is that, in milliseconds since 1970, or later. */
  static OffsetSpec forTimestamp(long timestamp) {
    return new Timestamp(timestamp);
  }

  /** The first record whose timestamp is that or later. */
  static OffsetSpec forTimestamp(Instant timestamp) {
    return new Timestamp(timestamp.toEpochMilli());
  }

  /** The record with the largest timestamp (Kafka 3.0). */
  static OffsetSpec maxTimestamp() {
    return Named.MAX_TIMESTAMP;
  }

  /** The first offset that is on the broker's own disk (Kafka 3.4). */
  static OffsetSpec earliestLocal() {
    return Named.EARLIEST_LOCAL;
  }

  /** The last offset that is in tiered storage (Kafka 3.9). */
  static OffsetSpec latestTiered() {
    return Named.LATEST_TIERED;
  }

  /** The first offset that waits to be copied to tiered storage (Kafka 4.2). */
  static OffsetSpec earliestPendingUpload() {
    return Named.EARLIEST_PENDING_UPLOAD;
  }

  /** Those that have a name. */
  enum Named implements OffsetSpec {
    EARLIEST,
    LATEST,
    MAX_TIMESTAMP,
    EARLIEST_LOCAL,
    LATEST_TIERED,
    EARLIEST_PENDING_UPLOAD
  }

  /** See {@link #forTimestamp(long)}. */
  record Timestamp(long millis) implements OffsetSpec {
    public Timestamp {
      if (millis < 0) {
        throw new IllegalArgumentException(
            "a timestamp is in milliseconds since 1970, but is " + millis);
      }
    }
  }
}

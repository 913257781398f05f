package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Where a group's offsets are to go. What lies outside of a partition's log is moved into it. */
public sealed interface ResetTo {
  /** To the first record. */
  static ResetTo earliest() {
    return new Spec(OffsetSpec.earliest());
  }

  /** To the end: only new records are read. */
  static ResetTo latest() {
    return new Spec(OffsetSpec.latest());
  }

  /** To the first record with that timestamp or a later one; to the end when there is none. */
  static ResetTo timestamp(Instant timestamp) {
    return new Spec(OffsetSpec.forTimestamp(timestamp));
  }

  /** To the first record that is not older than that; to the end when there is none. */
  static ResetTo duration(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("an age cannot be negative, but is " + age);
    }
    return new Age(age);
  }

  /** By so many offsets: back when negative. Where nothing is committed there is nothing to do. */
  static ResetTo shift(long by) {
    return new Shift(by);
  }

  /** To these offsets, of these partitions only. */
  static ResetTo offsets(Map<TopicPartition, Long> offsets) {
    return new Offsets(offsets);
  }

  /** To what a broker says. */
  record Spec(OffsetSpec offset) implements ResetTo {}

  /** See {@link #duration(Duration)}. */
  record Age(Duration age) implements ResetTo {}

  /** See {@link #shift(long)}. */
  record Shift(long by) implements ResetTo {}

  /** See {@link #offsets(Map)}. */
  record Offsets(Map<TopicPartition, Long> offsets) implements ResetTo {
    public Offsets {
      offsets = OrderedCopy.of(offsets);
    }
  }
}

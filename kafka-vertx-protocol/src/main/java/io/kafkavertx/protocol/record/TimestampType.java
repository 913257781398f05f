package io.kafkavertx.protocol.record;

/** What the timestamp of a record means. */
public enum TimestampType {
  /** Magic 0 has no timestamps. */
  NO_TIMESTAMP_TYPE,
  /** Set by the producer. */
  CREATE_TIME,
  /** Set by the broker when it appended the batch. */
  LOG_APPEND_TIME
}

package io.kafkavertx;

/**
 * The first record at or after a time.
 *
 * @param offset its offset
 * @param timestamp its timestamp in milliseconds since 1970
 * @param leaderEpoch the epoch of the leader that wrote it, -1 when it is not known
 */
public record OffsetAndTimestamp(long offset, long timestamp, int leaderEpoch) {}

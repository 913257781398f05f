package io.kafkavertx.admin;

/**
 * An offset that was asked for.
 *
 * @param offset the offset; -1 when there is no such record
 * @param timestamp the record's timestamp; -1 when a time was not what was asked for
 * @param leaderEpoch the epoch of the leader that wrote it; -1 when not known
 */
public record ListedOffset(long offset, long timestamp, int leaderEpoch) {}

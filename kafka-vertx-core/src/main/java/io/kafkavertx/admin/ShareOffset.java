package io.kafkavertx.admin;

/**
 * Where a share group is in a partition.
 *
 * @param startOffset the first offset that is not done with
 * @param leaderEpoch the epoch of the partition's leader; -1 when not known
 * @param lag how many records are not done with; -1 when not known, as from brokers before 4.2
 */
public record ShareOffset(long startOffset, int leaderEpoch, long lag) {}

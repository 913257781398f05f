package io.kafkavertx.admin;

/**
 * What became of a group's offset.
 *
 * @param before what was committed; -1 when nothing was
 * @param after what is committed now; -1 when still nothing is
 */
public record OffsetChange(long before, long after) {}

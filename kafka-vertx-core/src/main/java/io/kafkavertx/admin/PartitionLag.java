package io.kafkavertx.admin;

import io.kafkavertx.OffsetAndMetadata;

/**
 * How far a group is behind in a partition.
 *
 * @param committed where the group is; null when it has committed nothing there, but a member has
 *     the partition
 * @param endOffset the next offset to be written; with committed reads, the first of an open
 *     transaction
 * @param lag how many offsets lie between; 0 when the group is beyond the end, -1 when it has
 *     committed nothing
 */
public record PartitionLag(OffsetAndMetadata committed, long endOffset, long lag) {}

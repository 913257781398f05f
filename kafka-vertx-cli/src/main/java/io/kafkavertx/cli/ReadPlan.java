package io.kafkavertx.cli;

import java.util.List;
import java.util.Set;

/**
 * What {@code consume} is to read.
 *
 * @param partitions null for all
 * @param to null: the end as it is at the beginning
 * @param group null for none
 */
record ReadPlan(
    List<String> topics,
    Set<Integer> partitions,
    Position from,
    Position to,
    boolean follow,
    long count,
    String group) {}

package io.kafkavertx.admin;

import java.util.List;

/**
 * How many partitions a topic is to have.
 *
 * @param totalCount how many, those that it has included
 * @param assignments the brokers of each new partition's replicas, the preferred leader first;
 *     empty to let the controller choose
 */
public record NewPartitions(int totalCount, List<List<Integer>> assignments) {
  public NewPartitions {
    assignments = assignments.stream().map(List::copyOf).toList();
  }

  /** That many in all; the controller places the new ones. */
  public static NewPartitions increaseTo(int totalCount) {
    return new NewPartitions(totalCount, List.of());
  }

  /** That many in all, the new ones on these brokers. */
  public static NewPartitions increaseTo(int totalCount, List<List<Integer>> assignments) {
    return new NewPartitions(totalCount, assignments);
  }
}

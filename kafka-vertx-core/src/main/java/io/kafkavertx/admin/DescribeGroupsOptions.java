package io.kafkavertx.admin;

/**
 * How to describe groups.
 *
 * @param includeAuthorizedOperations whether to ask what this client may do with them (Kafka 2.3)
 */
public record DescribeGroupsOptions(boolean includeAuthorizedOperations) {
  /** Without the operations. */
  public static DescribeGroupsOptions defaults() {
    return new DescribeGroupsOptions(false);
  }

  public DescribeGroupsOptions includeAuthorizedOperations(boolean include) {
    return new DescribeGroupsOptions(include);
  }
}

package io.kafkavertx.admin;

/**
 * What to tell of a cluster.
 *
 * @param includeAuthorizedOperations also what the client may do with it (Kafka 2.3)
 * @param includeFencedBrokers also brokers that are known but not in service (Kafka 4.0)
 */
public record DescribeClusterOptions(
    boolean includeAuthorizedOperations, boolean includeFencedBrokers) {
  /** Neither. */
  public static DescribeClusterOptions defaults() {
    return new DescribeClusterOptions(false, false);
  }

  public DescribeClusterOptions includeAuthorizedOperations(boolean include) {
    return new DescribeClusterOptions(include, includeFencedBrokers);
  }

  public DescribeClusterOptions includeFencedBrokers(boolean include) {
    return new DescribeClusterOptions(includeAuthorizedOperations, include);
  }
}

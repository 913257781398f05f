package io.kafkavertx.admin;

/**
 * What to tell of topics.
 *
 * @param includeAuthorizedOperations also what the client may do with each (Kafka 2.3)
 * @param partitionsPerPage how many partitions to ask for at a time (brokers from 3.8; they give no
 *     more than {@code max.request.partition.size.limit}); the pages are put together
 */
public record DescribeTopicsOptions(boolean includeAuthorizedOperations, int partitionsPerPage) {
  public DescribeTopicsOptions {
    if (partitionsPerPage < 1) {
      throw new IllegalArgumentException("a page has at least one partition");
    }
  }

  /** Without rights; 2000 partitions at a time. */
  public static DescribeTopicsOptions defaults() {
    return new DescribeTopicsOptions(false, 2000);
  }

  public DescribeTopicsOptions includeAuthorizedOperations(boolean include) {
    return new DescribeTopicsOptions(include, partitionsPerPage);
  }

  public DescribeTopicsOptions partitionsPerPage(int partitions) {
    return new DescribeTopicsOptions(includeAuthorizedOperations, partitions);
  }
}

package io.kafkavertx.admin;

import io.vertx.core.Future;

/** The cluster and its brokers. Part of {@link KafkaAdmin}. */
public interface ClusterAdmin {
  /** What the cluster is; see {@link #describeCluster(DescribeClusterOptions)}. */
  default Future<ClusterDescription> describeCluster() {
    return describeCluster(DescribeClusterOptions.defaults());
  }

  /** What the cluster is, as any broker says. Brokers of any release. */
  Future<ClusterDescription> describeCluster(DescribeClusterOptions options);
}

package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.DescribeCluster;
import io.vertx.core.Future;

/** {@link ClusterAdmin}. */
abstract class ClusterCalls extends ConfigCalls implements ClusterAdmin {
  @Override
  public Future<ClusterDescription> describeCluster(DescribeClusterOptions options) {
    return run(DescribeCluster.of(options));
  }
}

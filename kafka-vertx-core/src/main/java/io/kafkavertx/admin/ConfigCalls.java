package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.AlterConfigs;
import io.kafkavertx.internal.admin.DescribeConfigs;
import io.kafkavertx.internal.admin.IncrementalAlterConfigs;
import io.kafkavertx.internal.admin.ListConfigResources;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link ConfigAdmin}. */
abstract class ConfigCalls extends TopicCalls implements ConfigAdmin {
  @Override
  public Future<Results<ConfigResource, Map<String, ConfigEntry>>> describeConfigs(
      Collection<ConfigResource> resources, DescribeConfigsOptions options) {
    return run(new DescribeConfigs(resources, options));
  }

  @Override
  public Future<Results<ConfigResource, Void>> incrementalAlterConfigs(
      Map<ConfigResource, List<AlterConfigOp>> changes, AlterConfigsOptions options) {
    return run(new IncrementalAlterConfigs(changes, options));
  }

  @Override
  public Future<Results<ConfigResource, Void>> alterConfigs(
      Map<ConfigResource, Map<String, String>> configs, AlterConfigsOptions options) {
    return run(new AlterConfigs(configs, options));
  }

  @Override
  public Future<List<ConfigResource>> listConfigResources(Set<ConfigResource.Type> types) {
    return run(ListConfigResources.of(types));
  }
}

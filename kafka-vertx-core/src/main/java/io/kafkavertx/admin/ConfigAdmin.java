package io.kafkavertx.admin;

import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Configuration of topics, brokers, groups, and of what clients measure. Part of {@link
 * KafkaAdmin}.
 */
@VertxGen(concrete = false)
public interface ConfigAdmin {
  /** Reads configuration; see {@link #describeConfigs(Collection, DescribeConfigsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<ConfigResource, Map<String, ConfigEntry>>> describeConfigs(
      Collection<ConfigResource> resources) {
    return describeConfigs(resources, DescribeConfigsOptions.defaults());
  }

  /**
   * Reads configuration, by key. That of one broker comes from that broker. Brokers from 0.11 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<ConfigResource, Map<String, ConfigEntry>>> describeConfigs(
      Collection<ConfigResource> resources, DescribeConfigsOptions options);

  /** Changes single values; see {@link #incrementalAlterConfigs(Map, AlterConfigsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<ConfigResource, Void>> incrementalAlterConfigs(
      Map<ConfigResource, List<AlterConfigOp>> changes) {
    return incrementalAlterConfigs(changes, AlterConfigsOptions.defaults());
  }

  /**
   * Changes single values, and leaves the others as they are. Brokers before 2.3 can only replace
   * all of a configuration: it is read, changed and written back, so that what others change
   * meanwhile is lost; refused when a value would have to be written back that the broker does not
   * tell.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<ConfigResource, Void>> incrementalAlterConfigs(
      Map<ConfigResource, List<AlterConfigOp>> changes, AlterConfigsOptions options);

  /** Replaces configuration; see {@link #alterConfigs(Map, AlterConfigsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<ConfigResource, Void>> alterConfigs(
      Map<ConfigResource, Map<String, String>> configs) {
    return alterConfigs(configs, AlterConfigsOptions.defaults());
  }

  /**
   * Replaces all of a configuration: a key that is not given goes back to its default. Mostly
   * {@link #incrementalAlterConfigs} is what is wanted. Brokers from 0.11 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<ConfigResource, Void>> alterConfigs(
      Map<ConfigResource, Map<String, String>> configs, AlterConfigsOptions options);

  /**
   * What has configuration of its own.
   *
   * @param types of these types, brokers from 4.1 on; empty for every type. Brokers from 3.7 on
   *     know {@link ConfigResource.Type#CLIENT_METRICS}
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<List<ConfigResource>> listConfigResources(Set<ConfigResource.Type> types);

  /** The names of all subscriptions to clients' metrics (KIP-714). Brokers from 3.7 on. */
  default Future<List<String>> listClientMetricsResources() {
    return listConfigResources(Set.of(ConfigResource.Type.CLIENT_METRICS))
        .map(found -> found.stream().map(ConfigResource::name).toList());
  }
}

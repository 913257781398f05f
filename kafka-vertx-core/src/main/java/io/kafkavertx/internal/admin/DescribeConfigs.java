package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.DescribeConfigsOptions;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeConfigsRequest;
import io.kafkavertx.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.kafkavertx.protocol.message.DescribeConfigsResponse;
import io.kafkavertx.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.kafkavertx.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeConfigs; a broker's own configuration at that broker, the rest at any. */
public final class DescribeConfigs
    extends Operation<ConfigResource, Map<String, ConfigEntry>, DescribeConfigsResponse> {
  private static final byte NOT_TOLD = -1;
  private static final Need NEED = Need.api("0.11");

  private final DescribeConfigsOptions options;

  public DescribeConfigs(Collection<ConfigResource> resources, DescribeConfigsOptions options) {
    super("describeConfigs", resources);
    this.options = options;
  }

  @Override
  Target target(ConfigResource resource, AdminCall call) {
    return resource.ofOneBroker() ? Target.node(resource.brokerId()) : call.anyOrActiveController();
  }

  @Override
  ApiRequest<DescribeConfigsResponse> request(List<ConfigResource> asked, Sending sending) {
    return new DescribeConfigsRequest()
        .setIncludeSynonyms(options.includeSynonyms())
        .setIncludeDocumentation(options.includeDocumentation())
        .setResources(
            asked.stream()
                .map(
                    resource ->
                        new DescribeConfigsResource()
                            .setResourceType(resource.type().code())
                            .setResourceName(resource.name())
                            .setConfigurationKeys(null))
                .toList());
  }

  @Override
  void read(
      DescribeConfigsResponse response, Answers<ConfigResource, Map<String, ConfigEntry>> answers) {
    for (DescribeConfigsResult told : response.results()) {
      ConfigResource resource = ConfigResource.of(told.resourceType(), told.resourceName());
      if (!answers.error(resource, told.errorCode(), told.errorMessage())) {
        Map<String, ConfigEntry> entries = new LinkedHashMap<>();
        told.configs().forEach(config -> entries.put(config.name(), entry(resource, config)));
        answers.value(resource, entries);
      }
    }
  }

  private ConfigEntry entry(ConfigResource resource, DescribeConfigsResourceResult told) {
    return new ConfigEntry(
        told.name(),
        told.value(),
        source(resource, told),
        told.isSensitive(),
        told.readOnly(),
        told.synonyms().stream()
            .map(
                synonym ->
                    new ConfigEntry.Synonym(
                        synonym.name(),
                        synonym.value(),
                        ConfigEntry.Source.forCode(synonym.source())))
            .toList(),
        ConfigEntry.Type.forCode(told.configType()),
        options.includeDocumentation() ? told.documentation() : null);
  }

  /** Before 1.1 a broker only tells whether it is a default. */
  private static ConfigEntry.Source source(
      ConfigResource resource, DescribeConfigsResourceResult told) {
    if (told.configSource() != NOT_TOLD) {
      return ConfigEntry.Source.forCode(told.configSource());
    } else if (told.isDefault()) {
      return ConfigEntry.Source.DEFAULT_CONFIG;
    }
    return switch (resource.type()) {
      case TOPIC -> ConfigEntry.Source.DYNAMIC_TOPIC_CONFIG;
      case BROKER -> ConfigEntry.Source.STATIC_BROKER_CONFIG;
      default -> ConfigEntry.Source.UNKNOWN;
    };
  }

  @Override
  Need need(List<ConfigResource> asked) {
    Need least = options.includeSynonyms() ? new Need(1, "1.1", "includeSynonyms") : NEED;
    return options.includeDocumentation() ? new Need(3, "2.6", "includeDocumentation") : least;
  }
}

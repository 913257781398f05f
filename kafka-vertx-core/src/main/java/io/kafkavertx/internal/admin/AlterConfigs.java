package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AlterConfigsOptions;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.AlterConfigsRequest;
import io.kafkavertx.protocol.message.AlterConfigsRequest.AlterConfigsResource;
import io.kafkavertx.protocol.message.AlterConfigsRequest.AlterableConfig;
import io.kafkavertx.protocol.message.AlterConfigsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AlterConfigs: replaces all of a configuration. */
public final class AlterConfigs extends Operation<ConfigResource, Void, AlterConfigsResponse> {
  private final Map<ConfigResource, Map<String, String>> configs = new LinkedHashMap<>();
  private final AlterConfigsOptions options;

  public AlterConfigs(
      Map<ConfigResource, Map<String, String>> configs, AlterConfigsOptions options) {
    super("alterConfigs", configs.keySet());
    configs.forEach((resource, values) -> this.configs.put(resource, new LinkedHashMap<>(values)));
    this.options = options;
  }

  @Override
  Target target(ConfigResource resource, AdminCall call) {
    return resource.ofOneBroker() ? Target.node(resource.brokerId()) : call.anyOrActiveController();
  }

  @Override
  ApiRequest<AlterConfigsResponse> request(List<ConfigResource> asked, Sending sending) {
    return new AlterConfigsRequest()
        .setValidateOnly(options.validateOnly())
        .setResources(
            asked.stream()
                .map(
                    resource ->
                        new AlterConfigsResource()
                            .setResourceType(resource.type().code())
                            .setResourceName(resource.name())
                            .setConfigs(
                                configs.get(resource).entrySet().stream()
                                    .map(
                                        entry ->
                                            new AlterableConfig()
                                                .setName(entry.getKey())
                                                .setValue(entry.getValue()))
                                    .toList()))
                .toList());
  }

  @Override
  void read(AlterConfigsResponse response, Answers<ConfigResource, Void> answers) {
    response
        .responses()
        .forEach(
            told -> {
              ConfigResource resource = ConfigResource.of(told.resourceType(), told.resourceName());
              answers.done(resource, told.errorCode(), told.errorMessage());
            });
  }

  @Override
  boolean harmlessTwice() {
    return true;
  }

  @Override
  Need need(List<ConfigResource> asked) {
    return Need.api("0.11");
  }
}

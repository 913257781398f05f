package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.AlterConfigsOptions;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.IncrementalAlterConfigsRequest;
import io.kafkavertx.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.kafkavertx.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.kafkavertx.protocol.message.IncrementalAlterConfigsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * IncrementalAlterConfigs; a broker's own configuration at that broker, the rest at any. Before 2.3
 * by reading, changing and writing all of it: {@link RewriteConfigs}.
 */
public final class IncrementalAlterConfigs
    extends Operation<ConfigResource, Void, IncrementalAlterConfigsResponse> {
  private final Map<ConfigResource, List<AlterConfigOp>> changes = new LinkedHashMap<>();
  private final AlterConfigsOptions options;

  public IncrementalAlterConfigs(
      Map<ConfigResource, List<AlterConfigOp>> changes, AlterConfigsOptions options) {
    super("incrementalAlterConfigs", changes.keySet());
    changes.forEach((resource, ops) -> this.changes.put(resource, List.copyOf(ops)));
    this.options = options;
  }

  @Override
  Target target(ConfigResource resource, AdminCall call) {
    return resource.ofOneBroker() ? Target.node(resource.brokerId()) : call.anyOrActiveController();
  }

  @Override
  ApiRequest<IncrementalAlterConfigsResponse> request(List<ConfigResource> asked, Sending sending) {
    return new IncrementalAlterConfigsRequest()
        .setValidateOnly(options.validateOnly())
        .setResources(
            asked.stream()
                .map(
                    resource ->
                        new AlterConfigsResource()
                            .setResourceType(resource.type().code())
                            .setResourceName(resource.name())
                            .setConfigs(
                                changes.get(resource).stream()
                                    .map(IncrementalAlterConfigs::alterable)
                                    .toList()))
                .toList());
  }

  private static AlterableConfig alterable(AlterConfigOp op) {
    return new AlterableConfig()
        .setName(op.name())
        .setConfigOperation(op.type().code())
        .setValue(op.value());
  }

  @Override
  void read(IncrementalAlterConfigsResponse response, Answers<ConfigResource, Void> answers) {
    response
        .responses()
        .forEach(
            told -> {
              ConfigResource resource = ConfigResource.of(told.resourceType(), told.resourceName());
              answers.done(resource, told.errorCode(), told.errorMessage());
            });
  }

  /** Setting and deleting twice is as good as once; appending is not. */
  @Override
  boolean harmlessTwice() {
    return options.validateOnly()
        || changes.values().stream()
            .flatMap(List::stream)
            .allMatch(
                op ->
                    op.type() == AlterConfigOp.Type.SET || op.type() == AlterConfigOp.Type.DELETE);
  }

  @Override
  AdminQuery<Results<ConfigResource, Void>> fallback(List<ConfigResource> asked) {
    Map<ConfigResource, List<AlterConfigOp>> some = new LinkedHashMap<>();
    asked.forEach(resource -> some.put(resource, changes.get(resource)));
    return new RewriteConfigs(some, options);
  }

  @Override
  Need need(List<ConfigResource> asked) {
    return Need.api("2.3");
  }
}

package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.ConfigResource.Type;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ListConfigResourcesRequest;
import io.kafkavertx.protocol.message.ListConfigResourcesResponse;
import java.util.List;
import java.util.Set;

/** ListConfigResources, at any broker. Version 0, of 3.7, tells only of clients' metrics. */
public final class ListConfigResources
    extends Operation<String, List<ConfigResource>, ListConfigResourcesResponse> {
  private final Set<Type> types;
  private final boolean old;

  private ListConfigResources(Set<Type> types, boolean old) {
    super("listConfigResources", List.of("the cluster"));
    this.types = types;
    this.old = old;
  }

  public static AdminQuery<List<ConfigResource>> of(Set<Type> types) {
    return new ListConfigResources(OrderedCopy.of(types), false).single();
  }

  @Override
  Target target(String cluster, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<ListConfigResourcesResponse> request(List<String> asked, Sending sending) {
    return new ListConfigResourcesRequest()
        .setResourceTypes(old ? List.of() : types.stream().map(Type::code).toList());
  }

  @Override
  void read(ListConfigResourcesResponse response, Answers<String, List<ConfigResource>> answers) {
    if (!answers.errorOfAll(response.errorCode(), null)) {
      answers.value(
          items().get(0),
          response.configResources().stream()
              .map(told -> ConfigResource.of(told.resourceType(), told.resourceName()))
              .toList());
    }
  }

  @Override
  AdminQuery<Results<String, List<ConfigResource>>> fallback(List<String> asked) {
    return !old && types.equals(Set.of(Type.CLIENT_METRICS))
        ? new ListConfigResources(types, true)
        : null;
  }

  @Override
  Need need(List<String> asked) {
    return old ? Need.api("3.7") : new Need(1, "4.1", "resources other than clients' metrics");
  }
}

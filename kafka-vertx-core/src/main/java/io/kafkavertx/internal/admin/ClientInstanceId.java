package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.GetTelemetrySubscriptionsRequest;
import io.kafkavertx.protocol.message.GetTelemetrySubscriptionsResponse;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** GetTelemetrySubscriptions, at any broker, for the id that the broker gives. */
public final class ClientInstanceId
    extends Operation<String, UUID, GetTelemetrySubscriptionsResponse> {
  private ClientInstanceId() {
    super("clientInstanceId", List.of("this client"));
  }

  /** The id, which is asked for once. */
  public static AdminQuery<UUID> query() {
    return call ->
        call.context().clientInstanceId() != null
            ? Future.succeededFuture(call.context().clientInstanceId())
            : new ClientInstanceId().single().run(call).onSuccess(call.context()::clientInstanceId);
  }

  @Override
  Target target(String client, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<GetTelemetrySubscriptionsResponse> request(List<String> asked, Sending sending) {
    return new GetTelemetrySubscriptionsRequest();
  }

  @Override
  void read(GetTelemetrySubscriptionsResponse response, Answers<String, UUID> answers) {
    if (!answers.errorOfAll(response.errorCode(), null)) {
      answers.value(items().get(0), response.clientInstanceId());
    }
  }

  @Override
  boolean harmlessTwice() {
    return true;
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("3.7, with a reporter that takes clients' metrics,");
  }
}

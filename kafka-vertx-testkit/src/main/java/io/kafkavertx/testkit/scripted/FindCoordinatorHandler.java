package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FindCoordinatorRequest;
import io.kafkavertx.protocol.message.FindCoordinatorResponse;
import io.kafkavertx.protocol.message.FindCoordinatorResponse.Coordinator;
import io.vertx.core.Future;

/** FindCoordinator, for groups and transactional ids alike; from version 4 on for many at once. */
final class FindCoordinatorHandler
    implements ApiHandler<FindCoordinatorRequest, FindCoordinatorResponse> {
  @Override
  public Future<FindCoordinatorResponse> handle(
      RequestContext context, FindCoordinatorRequest request) {
    ScriptedCluster cluster = context.cluster();
    if (context.version() >= 4) {
      return Future.succeededFuture(
          new FindCoordinatorResponse()
              .setCoordinators(
                  request.coordinatorKeys().stream()
                      .map(key -> found(key, cluster.coordinator(key)))
                      .toList()));
    }
    Coordinator one = found(request.key(), cluster.coordinator(request.key()));
    return Future.succeededFuture(
        new FindCoordinatorResponse()
            .setErrorCode(one.errorCode())
            .setNodeId(one.nodeId())
            .setHost(one.host())
            .setPort(one.port()));
  }

  @Override
  public FindCoordinatorResponse refuse(
      RequestContext context, FindCoordinatorRequest request, ErrorCode code) {
    if (context.version() >= 4) {
      return new FindCoordinatorResponse()
          .setCoordinators(
              request.coordinatorKeys().stream()
                  .map(key -> found(key, null).setErrorCode(code.code()))
                  .toList());
    }
    return new FindCoordinatorResponse()
        .setErrorCode(code.code())
        .setNodeId(-1)
        .setHost("")
        .setPort(-1);
  }

  private static Coordinator found(String key, ScriptedBroker broker) {
    Coordinator answer = new Coordinator().setKey(key);
    return broker == null
        ? answer
            .setErrorCode(ErrorCode.COORDINATOR_NOT_AVAILABLE.code())
            .setNodeId(-1)
            .setHost("")
            .setPort(-1)
        : answer.setNodeId(broker.id()).setHost(broker.host()).setPort(broker.port());
  }
}

package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DescribeClusterRequest;
import io.kafkavertx.protocol.message.DescribeClusterResponse;
import io.kafkavertx.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import io.vertx.core.Future;
import java.util.List;

/** DescribeCluster: the brokers and the controller. */
final class DescribeClusterHandler
    implements ApiHandler<DescribeClusterRequest, DescribeClusterResponse> {
  @Override
  public Future<DescribeClusterResponse> handle(
      RequestContext context, DescribeClusterRequest request) {
    List<ScriptedBroker> alive = context.cluster().aliveBrokers();
    return Future.succeededFuture(
        new DescribeClusterResponse()
            .setClusterId(context.cluster().settings().clusterId())
            .setControllerId(alive.isEmpty() ? -1 : alive.get(0).id())
            .setBrokers(
                alive.stream()
                    .map(
                        broker ->
                            new DescribeClusterBroker()
                                .setBrokerId(broker.id())
                                .setHost(broker.host())
                                .setPort(broker.port())
                                .setRack(broker.rack()))
                    .toList()));
  }

  @Override
  public DescribeClusterResponse refuse(
      RequestContext context, DescribeClusterRequest request, ErrorCode code) {
    return new DescribeClusterResponse().setErrorCode(code.code()).setClusterId("");
  }
}

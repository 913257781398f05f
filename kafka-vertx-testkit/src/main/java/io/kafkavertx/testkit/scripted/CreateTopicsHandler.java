package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.CreateTopicsRequest;
import io.kafkavertx.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.kafkavertx.protocol.message.CreateTopicsResponse;
import io.kafkavertx.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.vertx.core.Future;
import java.util.List;

/** CreateTopics. Configurations and replica assignments are ignored. */
final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequest, CreateTopicsResponse> {
  @Override
  public Future<CreateTopicsResponse> handle(RequestContext context, CreateTopicsRequest request) {
    return Future.succeededFuture(
        new CreateTopicsResponse()
            .setTopics(
                request.topics().stream()
                    .map(topic -> create(context.cluster(), topic, request.validateOnly()))
                    .toList()));
  }

  @Override
  public CreateTopicsResponse refuse(
      RequestContext context, CreateTopicsRequest request, ErrorCode code) {
    return new CreateTopicsResponse()
        .setTopics(request.topics().stream().map(topic -> error(topic, code)).toList());
  }

  private static CreatableTopicResult create(
      ScriptedCluster cluster, CreatableTopic asked, boolean validateOnly) {
    if (cluster.topic(asked.name()) != null) {
      return error(asked, ErrorCode.TOPIC_ALREADY_EXISTS);
    }
    if (!TopicNames.isValid(asked.name())) {
      return error(asked, ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
    if (asked.replicationFactor() > cluster.brokers().size()) {
      return error(asked, ErrorCode.INVALID_REPLICATION_FACTOR);
    }
    int partitions =
        asked.assignments().isEmpty()
            ? asked.numPartitions() < 0
                ? cluster.settings().defaultPartitions()
                : asked.numPartitions()
            : asked.assignments().size();
    if (partitions == 0) {
      return error(asked, ErrorCode.INVALID_PARTITIONS);
    }
    CreatableTopicResult result =
        new CreatableTopicResult()
            .setName(asked.name())
            .setNumPartitions(partitions)
            .setReplicationFactor((short) cluster.brokers().size())
            .setConfigs(List.of());
    return validateOnly
        ? result
        : result.setTopicId(cluster.createTopic(asked.name(), partitions).id());
  }

  private static CreatableTopicResult error(CreatableTopic asked, ErrorCode code) {
    return new CreatableTopicResult()
        .setName(asked.name())
        .setErrorCode(code.code())
        .setErrorMessage(code.message());
  }
}

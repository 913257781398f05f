package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DeleteTopicsRequest;
import io.kafkavertx.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.kafkavertx.protocol.message.DeleteTopicsResponse;
import io.kafkavertx.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.kafkavertx.protocol.wire.Uuids;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** DeleteTopics, by name or by id. */
final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequest, DeleteTopicsResponse> {
  @Override
  public Future<DeleteTopicsResponse> handle(RequestContext context, DeleteTopicsRequest request) {
    ScriptedCluster cluster = context.cluster();
    List<DeletableTopicResult> results = new ArrayList<>();
    for (DeleteTopicState asked : asked(request)) {
      ScriptedTopic topic = cluster.topic(asked.name(), asked.topicId());
      if (topic == null) {
        boolean byId = !Uuids.ZERO.equals(asked.topicId());
        results.add(
            result(
                asked, byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
      } else {
        cluster.deleteTopic(topic.name());
        results.add(result(asked, ErrorCode.NONE).setName(topic.name()).setTopicId(topic.id()));
      }
    }
    return Future.succeededFuture(new DeleteTopicsResponse().setResponses(results));
  }

  @Override
  public DeleteTopicsResponse refuse(
      RequestContext context, DeleteTopicsRequest request, ErrorCode code) {
    return new DeleteTopicsResponse()
        .setResponses(asked(request).stream().map(asked -> result(asked, code)).toList());
  }

  /** Version 6 brought ids and another field. */
  private static List<DeleteTopicState> asked(DeleteTopicsRequest request) {
    List<DeleteTopicState> asked = new ArrayList<>(request.topics());
    request.topicNames().forEach(name -> asked.add(new DeleteTopicState().setName(name)));
    return asked;
  }

  private static DeletableTopicResult result(DeleteTopicState asked, ErrorCode code) {
    return new DeletableTopicResult()
        .setName(asked.name() == null ? "" : asked.name())
        .setTopicId(asked.topicId())
        .setErrorCode(code.code());
  }
}

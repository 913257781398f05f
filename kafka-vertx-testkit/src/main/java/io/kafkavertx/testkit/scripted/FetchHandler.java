package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.message.FetchResponse.FetchableTopicResponse;
import io.kafkavertx.protocol.message.FetchResponse.PartitionData;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fetch: sessions here, waiting in {@link LongPoll}, what each partition gives in {@link
 * FetchReader}.
 */
final class FetchHandler implements ApiHandler<FetchRequest, FetchResponse> {
  private static final int CLOSE_SESSION = -1;
  private static final int NEW_SESSION = 0;

  @Override
  public Future<FetchResponse> handle(RequestContext context, FetchRequest request) {
    FetchSessions sessions = context.broker().fetchSessions();
    boolean full = request.sessionId() == 0 || request.sessionEpoch() <= NEW_SESSION;
    FetchSession session;
    if (full) {
      sessions.remove(request.sessionId());
      boolean keep = request.sessionEpoch() == NEW_SESSION && context.version() >= 7;
      session = keep ? sessions.create() : new FetchSession(0);
    } else {
      session = sessions.get(request.sessionId());
      if (session == null) {
        return Future.succeededFuture(error(0, ErrorCode.FETCH_SESSION_ID_NOT_FOUND));
      }
      if (session.nextEpoch() != request.sessionEpoch()) {
        return Future.succeededFuture(error(session.id(), ErrorCode.INVALID_FETCH_SESSION_EPOCH));
      }
      session.advance();
    }
    session.update(request);
    return LongPoll.wait(context, request, session)
        .map(read -> respond(session, read, full || request.sessionEpoch() == CLOSE_SESSION));
  }

  @Override
  public FetchResponse refuse(RequestContext context, FetchRequest request, ErrorCode code) {
    if (context.version() >= 7 && request.topics().isEmpty()) {
      return error(request.sessionId(), code);
    }
    return new FetchResponse()
        .setSessionId(request.sessionId())
        .setResponses(
            request.topics().stream()
                .map(
                    topic ->
                        new FetchableTopicResponse()
                            .setTopic(topic.topic())
                            .setTopicId(topic.topicId())
                            .setPartitions(
                                topic.partitions().stream()
                                    .map(part -> FetchReader.error(part.partition(), code))
                                    .toList()))
                .toList());
  }

  private static FetchResponse error(int sessionId, ErrorCode code) {
    return new FetchResponse().setSessionId(sessionId).setErrorCode(code.code());
  }

  private static FetchResponse respond(
      FetchSession session, FetchReader.Read read, boolean everything) {
    Map<List<Object>, FetchableTopicResponse> topics = new LinkedHashMap<>();
    for (Map.Entry<FetchSession.Key, PartitionData> part : read.partitions().entrySet()) {
      FetchSession.Key key = part.getKey();
      FetchSession.Entry entry = session.entries().get(key);
      if (!everything && entry != null && !entry.isNews(part.getValue())) {
        continue;
      }
      if (entry != null) {
        entry.told(part.getValue());
      }
      if (part.getValue().records().length() > 0) {
        session.moveToEnd(key);
      }
      topics
          .computeIfAbsent(
              List.of(key.topic(), key.topicId()),
              same ->
                  new FetchableTopicResponse()
                      .setTopic(key.topic())
                      .setTopicId(key.topicId())
                      .setPartitions(new ArrayList<>()))
          .partitions()
          .add(part.getValue());
    }
    return new FetchResponse()
        .setSessionId(session.id())
        .setResponses(new ArrayList<>(topics.values()))
        .setNodeEndpoints(read.leaders());
  }
}

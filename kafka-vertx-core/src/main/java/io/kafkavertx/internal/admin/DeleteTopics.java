package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.DeleteTopicsOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DeleteTopicsRequest;
import io.kafkavertx.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.kafkavertx.protocol.message.DeleteTopicsResponse;
import io.kafkavertx.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * DeleteTopics, at the controller.
 *
 * @param <K> a name or an id
 */
public final class DeleteTopics<K> extends Operation<K, Void, DeleteTopicsResponse> {
  private static final String NAME = "deleteTopics";
  private static final Need IDS = new Need(6, "2.8", "a topic's id");

  private final DeleteTopicsOptions options;
  private final Need need;
  private final Function<List<K>, DeleteTopicsRequest> asking;
  private final Function<DeletableTopicResult, K> key;
  private final Function<List<K>, AdminQuery<Results<K, Void>>> fallback;

  private DeleteTopics(
      Collection<K> topics,
      DeleteTopicsOptions options,
      Need need,
      Function<List<K>, DeleteTopicsRequest> asking,
      Function<DeletableTopicResult, K> key,
      Function<List<K>, AdminQuery<Results<K, Void>>> fallback) {
    super(NAME, topics);
    this.options = options;
    this.need = need;
    this.asking = asking;
    this.key = key;
    this.fallback = fallback;
  }

  /** By name; brokers before 2.8 have another form of the request. */
  public static DeleteTopics<String> named(Collection<String> names, DeleteTopicsOptions options) {
    return new DeleteTopics<>(
        names,
        options,
        IDS,
        asked ->
            new DeleteTopicsRequest()
                .setTopics(
                    asked.stream().map(name -> new DeleteTopicState().setName(name)).toList()),
        DeletableTopicResult::name,
        asked -> namedBefore28(asked, options));
  }

  private static DeleteTopics<String> namedBefore28(
      List<String> names, DeleteTopicsOptions options) {
    return new DeleteTopics<>(
        names,
        options,
        Need.api("0.10.1"),
        asked -> new DeleteTopicsRequest().setTopicNames(asked),
        DeletableTopicResult::name,
        asked -> null);
  }

  /** By id. */
  public static DeleteTopics<UUID> withIds(Collection<UUID> ids, DeleteTopicsOptions options) {
    return new DeleteTopics<>(
        ids,
        options,
        IDS,
        asked ->
            new DeleteTopicsRequest()
                .setTopics(
                    asked.stream().map(id -> new DeleteTopicState().setTopicId(id)).toList()),
        DeletableTopicResult::topicId,
        asked -> null);
  }

  @Override
  Target target(K topic, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<DeleteTopicsResponse> request(List<K> asked, Sending sending) {
    return asking.apply(asked).setTimeoutMs(sending.timeoutMs());
  }

  @Override
  void read(DeleteTopicsResponse response, Answers<K, Void> answers) {
    for (DeletableTopicResult topic : response.responses()) {
      answers.done(key.apply(topic), topic.errorCode(), topic.errorMessage());
    }
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    return code == ErrorCode.THROTTLING_QUOTA_EXCEEDED && !options.retryOnQuotaViolation()
        ? Verdict.FAIL
        : super.verdict(code, repeatable, byLeader);
  }

  @Override
  AdminQuery<Results<K, Void>> fallback(List<K> asked) {
    return fallback.apply(asked);
  }

  @Override
  Need need(List<K> asked) {
    return need;
  }

  @Override
  String kind() {
    return "topic";
  }
}

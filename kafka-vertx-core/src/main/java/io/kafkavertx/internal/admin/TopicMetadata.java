package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.RetryPolicy;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Asks what any broker knows of topics, so that asking creates none, on brokers of any age. */
final class TopicMetadata {
  /** The version from which a request can say that topics must not be created. */
  private static final int WITHOUT_CREATION = 4;

  private TopicMetadata() {}

  /** Asks for topics by name. Old brokers are asked for all topics, which creates none. */
  static Future<MetadataResponse> of(AdminCall call, Collection<String> names) {
    List<MetadataRequestTopic> topics =
        names.stream().map(name -> new MetadataRequestTopic().setName(name)).toList();
    MetadataRequest request =
        new MetadataRequest().setTopics(topics).setAllowAutoTopicCreation(false);
    return ask(call, request, WITHOUT_CREATION, Short.MAX_VALUE, 1)
        .recover(failure -> ifTooOld(failure, () -> all(call)));
  }

  /** Asks for all topics. */
  static Future<MetadataResponse> all(AdminCall call) {
    return ask(call, new MetadataRequest().setTopics(null), 1, Short.MAX_VALUE, 1)
        .recover(
            failure ->
                ifTooOld(
                    failure, () -> ask(call, new MetadataRequest().setTopics(List.of()), 0, 0, 1)));
  }

  private static Future<MetadataResponse> ask(
      AdminCall call, MetadataRequest request, int least, int most, int attempt) {
    return call.any(request, least, most)
        .compose(
            told -> {
              ErrorCode error = ErrorCode.forCode(told.errorCode());
              if (error == ErrorCode.NONE) {
                return Future.succeededFuture(told);
              } else if (RetryPolicy.of(error) == RetryPolicy.Action.REBOOTSTRAP) {
                call.cluster().rebootstrap("a broker said so");
              }
              BrokerErrorException refused =
                  new BrokerErrorException(error, "A broker gives no metadata");
              return RetryPolicy.of(error) == RetryPolicy.Action.FAIL
                  ? Future.failedFuture(refused)
                  : call.afterBackoff(attempt, refused)
                      .compose(waited -> ask(call, request, least, most, attempt + 1));
            });
  }

  private static <T> Future<T> ifTooOld(Throwable failure, Supplier<Future<T>> other) {
    return failure instanceof UnsupportedVersionException
        ? other.get()
        : Future.failedFuture(failure);
  }
}

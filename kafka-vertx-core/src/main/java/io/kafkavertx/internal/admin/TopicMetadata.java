package io.kafkavertx.internal.admin;

import io.kafkavertx.UnsupportedVersionException;
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
    return call.any(request, WITHOUT_CREATION, Short.MAX_VALUE)
        .recover(failure -> ifTooOld(failure, () -> all(call)));
  }

  /** Asks for all topics. */
  static Future<MetadataResponse> all(AdminCall call) {
    return call.any(new MetadataRequest().setTopics(null), 1, Short.MAX_VALUE)
        .recover(
            failure ->
                ifTooOld(
                    failure, () -> call.any(new MetadataRequest().setTopics(List.of()), 0, 0)));
  }

  private static <T> Future<T> ifTooOld(Throwable failure, Supplier<Future<T>> other) {
    return failure instanceof UnsupportedVersionException
        ? other.get()
        : Future.failedFuture(failure);
  }
}

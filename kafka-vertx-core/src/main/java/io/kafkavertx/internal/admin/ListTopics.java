package io.kafkavertx.internal.admin;

import io.kafkavertx.admin.TopicListing;
import io.vertx.core.Future;
import java.util.List;

/** Metadata of all topics, at any broker. */
public final class ListTopics implements AdminQuery<List<TopicListing>> {
  private final boolean internal;

  /**
   * Lists topics.
   *
   * @param internal whether to tell of Kafka's own as well
   */
  public ListTopics(boolean internal) {
    this.internal = internal;
  }

  @Override
  public Future<List<TopicListing>> run(AdminCall call) {
    return TopicMetadata.all(call)
        .map(
            told ->
                told.topics().stream()
                    .filter(topic -> internal || !topic.isInternal())
                    .map(
                        topic ->
                            new TopicListing(topic.name(), topic.topicId(), topic.isInternal()))
                    .toList())
        .recover(failure -> Future.failedFuture(Failures.of("listTopics", failure)));
  }
}

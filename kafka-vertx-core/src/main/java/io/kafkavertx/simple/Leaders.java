package io.kafkavertx.simple;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** Requests to leaders, which may have moved since metadata was asked for. */
final class Leaders {
  private Leaders() {}

  /** Asks, and once more with new metadata when the broker says that it does not lead. */
  static <T> Future<T> ask(
      KafkaClient client, TopicPartition partition, Supplier<Future<T>> question) {
    return question
        .get()
        .recover(
            cause ->
                hasMoved(cause)
                    ? client
                        .refreshMetadata(List.of(partition.topic()))
                        .compose(view -> question.get())
                        .onComplete(ended -> client.forgetTopics(List.of(partition.topic())))
                    : Future.failedFuture(cause));
  }

  private static boolean hasMoved(Throwable cause) {
    return cause instanceof BrokerErrorException refused
        && switch (refused.code()) {
          case NOT_LEADER_OR_FOLLOWER,
              LEADER_NOT_AVAILABLE,
              UNKNOWN_TOPIC_OR_PARTITION,
              FENCED_LEADER_EPOCH ->
              true;
          default -> false;
        };
  }
}

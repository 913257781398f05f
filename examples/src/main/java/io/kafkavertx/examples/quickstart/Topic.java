package io.kafkavertx.examples.quickstart;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.Target;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.CreateTopicsRequest;
import io.kafkavertx.protocol.message.DeleteTopicsRequest;
import io.vertx.core.Future;
import java.util.List;

/** Makes and removes the topic of the quick start, by the protocol's own requests. */
final class Topic {
  private final KafkaClient client;
  private final String name;

  Topic(KafkaClient client, String name) {
    this.client = client;
    this.name = name;
  }

  Future<Void> create(int partitions) {
    var topic =
        new CreateTopicsRequest.CreatableTopic()
            .setName(name)
            .setNumPartitions(partitions)
            .setReplicationFactor((short) -1);
    return client
        .send(
            Target.controller(),
            new CreateTopicsRequest().setTopics(List.of(topic)).setTimeoutMs(30_000))
        .compose(
            response -> {
              var result = response.topics().get(0);
              ErrorCode error = ErrorCode.forCode(result.errorCode());
              return error == ErrorCode.NONE
                  ? Future.succeededFuture()
                  : Future.failedFuture(
                      new BrokerErrorException(
                          error, "creating topic " + name + " (" + result.errorMessage() + ")"));
            });
  }

  Future<Void> delete() {
    var topic = new DeleteTopicsRequest.DeleteTopicState().setName(name);
    return client
        .send(
            Target.controller(),
            new DeleteTopicsRequest()
                .setTopics(List.of(topic))
                .setTopicNames(List.of(name))
                .setTimeoutMs(30_000))
        .mapEmpty();
  }
}

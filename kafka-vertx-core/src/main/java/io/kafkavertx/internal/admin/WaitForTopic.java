package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.admin.DescribeTopicsOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/** Asks every broker for a topic's metadata until each tells of a leader of every partition. */
public final class WaitForTopic extends Operation<Integer, Void, MetadataResponse> {
  private final String topic;

  private WaitForTopic(String topic, Collection<Integer> brokers) {
    super("waitForTopic " + topic, brokers);
    this.topic = topic;
  }

  public static AdminQuery<TopicDescription> of(String topic) {
    return call ->
        call.brokers()
            .map(nodes -> new WaitForTopic(topic, nodes.stream().map(Node::id).toList()))
            .compose(everywhere -> everywhere.run(call))
            .compose(WaitForTopic::byThoseThatAreUp)
            .compose(
                ready ->
                    new DescribeTopics(List.of(topic), DescribeTopicsOptions.defaults()).run(call))
            .map(results -> results.get(topic));
  }

  /** A broker that has gone meanwhile hears of the topic before it is up again. */
  private static Future<?> byThoseThatAreUp(Results<Integer, Void> results) {
    boolean othersAreGone = results.failures().values().stream().allMatch(WaitForTopic::isGone);
    return othersAreGone && !results.values().isEmpty() ? Future.succeededFuture() : results.all();
  }

  private static boolean isGone(KafkaException failure) {
    return failure instanceof BrokerErrorException error
        && error.code() == ErrorCode.BROKER_NOT_AVAILABLE;
  }

  @Override
  Target target(Integer broker, AdminCall call) {
    return Target.node(broker);
  }

  @Override
  ApiRequest<MetadataResponse> request(List<Integer> asked, Sending sending) {
    return new MetadataRequest()
        .setAllowAutoTopicCreation(false)
        .setTopics(List.of(new MetadataRequestTopic().setName(topic)));
  }

  @Override
  void read(MetadataResponse response, Answers<Integer, Void> answers) {
    for (MetadataResponseTopic told : response.topics()) {
      if (!answers.errorOfAll(told.errorCode(), null)) {
        boolean led = told.partitions().stream().allMatch(partition -> partition.leaderId() >= 0);
        short code = (led ? ErrorCode.NONE : ErrorCode.LEADER_NOT_AVAILABLE).code();
        answers.errorOfAll(code, null);
        answers.open().forEach(broker -> answers.value(broker, null));
      }
    }
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    return code == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        ? Verdict.RETRY
        : super.verdict(code, repeatable, byLeader);
  }

  @Override
  Need need(List<Integer> asked) {
    return new Need(4, "0.11", "asking for a topic without creating it");
  }

  @Override
  String kind() {
    return "broker";
  }
}

package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.TransactionDescription;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeTransactionsRequest;
import io.kafkavertx.protocol.message.DescribeTransactionsResponse;
import io.kafkavertx.protocol.message.DescribeTransactionsResponse.TransactionState;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** DescribeTransactions, at the transactional ids' coordinators. */
public final class DescribeTransactions
    extends Operation<String, TransactionDescription, DescribeTransactionsResponse> {
  public DescribeTransactions(Collection<String> transactionalIds) {
    super("describeTransactions", transactionalIds);
  }

  @Override
  Target target(String id, AdminCall call) {
    return Target.transactionCoordinator(id);
  }

  @Override
  ApiRequest<DescribeTransactionsResponse> request(List<String> asked, Sending sending) {
    return new DescribeTransactionsRequest().setTransactionalIds(asked);
  }

  @Override
  void read(
      DescribeTransactionsResponse response, Answers<String, TransactionDescription> answers) {
    for (TransactionState told : response.transactionStates()) {
      if (!answers.error(told.transactionalId(), told.errorCode(), null)) {
        answers.value(told.transactionalId(), described(told, answers));
      }
    }
  }

  private static TransactionDescription described(TransactionState told, Answers<?, ?> answers) {
    List<TopicPartition> partitions = new ArrayList<>();
    told.topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(index -> partitions.add(new TopicPartition(topic.topic(), index))));
    return new TransactionDescription(
        answers.node(answers.nodeId()),
        io.kafkavertx.admin.TransactionState.of(told.transactionState()),
        told.producerId(),
        told.producerEpoch(),
        Duration.ofMillis(told.transactionTimeoutMs()),
        told.transactionStartTimeMs(),
        OrderedCopy.of(partitions));
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("3.0");
  }

  @Override
  String kind() {
    return "transactional id";
  }
}

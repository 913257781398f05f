package io.kafkavertx.internal.admin;

import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.admin.BrokersListing;
import io.kafkavertx.admin.ListTransactionsOptions;
import io.kafkavertx.admin.TransactionListing;
import io.kafkavertx.admin.TransactionState;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ListTransactionsRequest;
import io.kafkavertx.protocol.message.ListTransactionsResponse;
import java.util.Collection;
import java.util.List;

/** ListTransactions, at every broker: each knows those that it coordinates. */
public final class ListTransactions
    extends Operation<Integer, List<TransactionListing>, ListTransactionsResponse> {
  private static final String NAME = "listTransactions";

  private final ListTransactionsOptions options;

  private ListTransactions(Collection<Integer> brokers, ListTransactionsOptions options) {
    super(NAME, brokers);
    this.options = options;
  }

  public static AdminQuery<BrokersListing<TransactionListing>> of(ListTransactionsOptions options) {
    return call ->
        Merged.ofAllBrokers(
            call,
            NAME,
            brokers -> new ListTransactions(brokers, options),
            TransactionListing::transactionalId);
  }

  @Override
  Target target(Integer broker, AdminCall call) {
    return Target.node(broker);
  }

  @Override
  ApiRequest<ListTransactionsResponse> request(List<Integer> asked, Sending sending) {
    return new ListTransactionsRequest()
        .setStateFilters(options.states().stream().map(TransactionState::toString).toList())
        .setProducerIdFilters(List.copyOf(options.producerIds()))
        .setDurationFilter(options.openFor() == null ? -1 : options.openFor().toMillis())
        .setTransactionalIdPattern(options.transactionalIdPattern());
  }

  @Override
  void read(ListTransactionsResponse response, Answers<Integer, List<TransactionListing>> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    List<TransactionListing> found =
        response.transactionStates().stream()
            .map(
                told ->
                    new TransactionListing(
                        told.transactionalId(),
                        told.producerId(),
                        TransactionState.of(told.transactionState())))
            .toList();
    for (Integer broker : answers.open()) {
      if (response.unknownStateFilters().isEmpty()) {
        answers.value(broker, found);
      } else {
        answers.failure(
            broker,
            new KafkaException(
                describe(broker)
                    + ": it does not know these states: "
                    + response.unknownStateFilters()));
      }
    }
  }

  @Override
  Need need(List<Integer> asked) {
    if (options.transactionalIdPattern() != null) {
      return new Need(2, "4.1", "transactionalIdPattern");
    }
    return options.openFor() == null ? Need.api("3.0") : new Need(1, "3.8", "openFor");
  }

  @Override
  String kind() {
    return "broker";
  }
}

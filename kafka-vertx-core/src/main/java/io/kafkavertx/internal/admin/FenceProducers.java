package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.FencedProducer;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** InitProducerId in the place of a producer, at its coordinator: one request for each. */
public final class FenceProducers
    extends Operation<String, FencedProducer, InitProducerIdResponse> {
  private FenceProducers(String name, String transactionalId) {
    super(name, List.of(transactionalId));
  }

  public static AdminQuery<Results<String, FencedProducer>> of(
      Collection<String> transactionalIds) {
    return Merged.each(
        OrderedCopy.of(transactionalIds), id -> new FenceProducers("fenceProducers", id));
  }

  /** The same for one, by another name. */
  public static AdminQuery<Void> terminating(String transactionalId) {
    Objects.requireNonNull(transactionalId, "transactionalId");
    AdminQuery<FencedProducer> fence =
        new FenceProducers("forceTerminateTransaction", transactionalId).single();
    return call -> fence.run(call).mapEmpty();
  }

  @Override
  Target target(String id, AdminCall call) {
    return Target.transactionCoordinator(id);
  }

  @Override
  ApiRequest<InitProducerIdResponse> request(List<String> asked, Sending sending) {
    return new InitProducerIdRequest()
        .setTransactionalId(asked.get(0))
        // Nothing will ever be written with it; brokers refuse more than they allow, by default 15
        // minutes.
        .setTransactionTimeoutMs(Math.min(sending.timeoutMs(), 60_000))
        .setProducerId(-1)
        .setProducerEpoch((short) -1);
  }

  @Override
  void read(InitProducerIdResponse response, Answers<String, FencedProducer> answers) {
    if (!answers.errorOfAll(response.errorCode(), null)) {
      answers
          .open()
          .forEach(
              id ->
                  answers.value(
                      id, new FencedProducer(response.producerId(), response.producerEpoch())));
    }
  }

  /** Fencing twice shuts out the same producers, and the fence of the first time. */
  @Override
  boolean harmlessTwice() {
    return true;
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    return code == ErrorCode.CONCURRENT_TRANSACTIONS
        ? Verdict.RETRY
        : super.verdict(code, repeatable, byLeader);
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("0.11");
  }

  @Override
  String kind() {
    return "transactional id";
  }
}

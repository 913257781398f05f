package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.internal.produce.txn.TransactionState.Unresolved;
import io.kafkavertx.internal.produce.txn.Transactions.Host;
import io.kafkavertx.protocol.message.EndTxnResponse;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/**
 * Who the producer is to the coordinator, and what has to be settled between the two before the
 * next transaction may begin.
 *
 * <p>Where transactions keep their epoch (version 0 and 1), a request whose answer was lost may
 * still be on its way, over a connection that is gone for us but not for the broker. An end that
 * arrives late would end the next transaction, late offsets would become part of it. So the
 * producer gets another epoch first, under which such a request is refused.
 */
final class Standing {
  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
  private static final String LOST_END = "an answer to the end of a transaction was lost";

  private final TransactionRequests requests;
  private final Host host;
  private ProducerIdAndEpoch identity = ProducerIdAndEpoch.NONE;

  /** Why another epoch is needed; null when it is not. */
  private String newEpochWhy;

  /**
   * Whether something may still be on its way that adds to a transaction of version 0 or 1. After
   * the end it would open another one, and a coordinator fences whoever asks for an epoch then.
   */
  private boolean mayOpen;

  /** Whether a transaction of version 0 or 1 has used this epoch. */
  private boolean usedInVersion1;

  private int newEpochs;

  Standing(TransactionRequests requests, Host host) {
    this.requests = requests;
    this.host = host;
  }

  ProducerIdAndEpoch identity() {
    return identity;
  }

  int newEpochs() {
    return newEpochs;
  }

  boolean needsEpoch() {
    return newEpochWhy != null;
  }

  /** The first reason stays. */
  void needEpoch(String why) {
    newEpochWhy = newEpochWhy == null ? why : newEpochWhy;
  }

  /** A request that adds to a transaction may have had its effect, or may have it later. */
  void addInDoubt() {
    mayOpen = true;
    needEpoch("an answer about what a transaction touches was lost");
  }

  /** Part of a transaction goes to the brokers under this identity. */
  void used(OpenTransaction transaction) {
    usedInVersion1 |= !transaction.version2;
  }

  /** A transaction is about to begin. */
  void beginning(OpenTransaction transaction) {
    if (transaction.version2 && usedInVersion1) {
      // What a transaction of the old kind has left under way must not get into one of the new.
      needEpoch("the brokers have gone over to transaction version 2");
    }
  }

  private void is(ProducerIdAndEpoch next) {
    LOG.debug("the transactional producer is " + next);
    identity = next;
    newEpochWhy = null;
    usedInVersion1 = false;
    mayOpen = false;
    host.identityIs(next.producerId(), next.epoch());
  }

  /** Gets an identity, whoever had it before. */
  Future<Ending<?>> takeOver(long deadlineNanos) {
    return init(ProducerIdAndEpoch.NONE, deadlineNanos);
  }

  /** Gets the next epoch now, unless somebody else has taken over. */
  Future<Ending<?>> renew(String why, long deadlineNanos) {
    needEpoch(why);
    return nextEpoch(deadlineNanos);
  }

  /** Gets the next epoch, unless somebody else has taken over. */
  private Future<Ending<?>> nextEpoch(long deadlineNanos) {
    if (mayOpen) {
      mayOpen = false;
      return requests
          .end(false, false, identity, deadlineNanos)
          .compose(
              ending ->
                  ending.isSettled()
                      ? nextEpoch(deadlineNanos)
                      : Future.succeededFuture(addStillInDoubt(ending)));
    }
    LOG.info("a transactional producer gets another epoch after " + identity + ": " + newEpochWhy);
    newEpochs++;
    return init(identity, deadlineNanos);
  }

  private Ending<?> addStillInDoubt(Ending<?> ending) {
    mayOpen = true;
    return ending;
  }

  private Future<Ending<?>> init(ProducerIdAndEpoch current, long deadlineNanos) {
    return requests
        .init(current, deadlineNanos)
        .map(
            ending -> {
              if (ending instanceof Ending.Answered<InitProducerIdResponse> answered) {
                InitProducerIdResponse response = answered.response();
                is(new ProducerIdAndEpoch(response.producerId(), response.producerEpoch()));
              }
              return ending;
            });
  }

  /** Asks for the end of a transaction. */
  Future<Ending<EndTxnResponse>> end(
      OpenTransaction transaction, boolean commit, long deadlineNanos) {
    return requests
        .end(commit, transaction.version2, identity, deadlineNanos)
        .onSuccess(ending -> ended(transaction, ending));
  }

  private void ended(OpenTransaction transaction, Ending<EndTxnResponse> ending) {
    transaction.endInDoubt |= ending.inDoubt();
    if (ending instanceof Ending.Answered<EndTxnResponse> answered) {
      EndTxnResponse response = answered.response();
      if (transaction.version2 && response.producerId() >= 0) {
        is(new ProducerIdAndEpoch(response.producerId(), response.producerEpoch()));
      } else if (transaction.endInDoubt) {
        needEpoch(LOST_END);
      }
    }
  }

  /**
   * Settles everything, so that the next transaction can begin.
   *
   * @param last the transaction whose end got no answer; null when there is none
   * @param unresolved how it was to end
   * @return how that went; not settled when the next transaction cannot begin yet
   */
  Future<Ending<?>> settle(OpenTransaction last, Unresolved unresolved, long deadlineNanos) {
    if (last == null || last.settled) {
      return nextEpoch(deadlineNanos);
    }
    return end(last, unresolved.commit(), deadlineNanos)
        .compose(
            ending -> {
              if (ending.isNotOpen() && unresolved.commit()) {
                // It was aborted. Aborting it again gets us into step with the coordinator.
                return settle(last, new Unresolved(false), deadlineNanos);
              }
              if (!ending.isSettled()) {
                return Future.succeededFuture(ending);
              }
              last.settled = true;
              if (!(ending instanceof Ending.Answered)) {
                needEpoch("the coordinator does not know the transaction any more");
              }
              return newEpochWhy == null
                  ? Future.succeededFuture(ending)
                  : nextEpoch(deadlineNanos);
            });
  }
}

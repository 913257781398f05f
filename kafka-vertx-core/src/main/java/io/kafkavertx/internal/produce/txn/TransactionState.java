package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.KafkaException;
import io.vertx.core.Promise;

/**
 * Where a transactional producer stands.
 *
 * <pre>
 *   Uninitialized --init--> Initializing --answered--> Ready <---------------------------.
 *         ^_________not answered____|                    |                               |
 *                                                      begin                             |
 *                                                        v                               |
 *      .--abort-- AbortableError <--a send failed-- InTransaction --commit--> Committing-|
 *      |               ^_________________________________|______a send failed____|  |   |
 *      '----------> Aborting <--------------abort--------'                          |   |
 *                      |---------------------------------------------------------------'
 *                      '--answers lost--> Unresolved <---------answers lost---------'
 *                                            |--the same call again, or begin--> settled first
 *
 *   any --fenced, or nothing helps--> Fatal
 * </pre>
 */
sealed interface TransactionState {
  /** Nobody has called {@code initTransactions}. */
  record Uninitialized() implements TransactionState {
    @Override
    public String advice() {
      return "call initTransactions() first and wait for its future";
    }
  }

  record Initializing(Promise<Void> done) implements TransactionState {
    @Override
    public String advice() {
      return "wait for the future of initTransactions()";
    }
  }

  record Ready() implements TransactionState {
    @Override
    public String advice() {
      return "no transaction is open; call beginTransaction() first";
    }
  }

  record InTransaction() implements TransactionState {
    @Override
    public String advice() {
      return "a transaction is open; call commitTransaction() or abortTransaction() first";
    }
  }

  record Committing(Promise<Void> done) implements TransactionState {
    @Override
    public String advice() {
      return "wait for the future of commitTransaction()";
    }
  }

  record Aborting(Promise<Void> done) implements TransactionState {
    @Override
    public String advice() {
      return "wait for the future of abortTransaction()";
    }
  }

  /** Something in the transaction has failed. */
  record AbortableError(KafkaException cause) implements TransactionState {
    @Override
    public String advice() {
      return "call abortTransaction()";
    }
  }

  /** Nobody knows whether the coordinator has ended the transaction. */
  record Unresolved(boolean commit) implements TransactionState {
    @Override
    public String advice() {
      return (commit ? "commitTransaction()" : "abortTransaction()")
          + " got no answer; call it again, or beginTransaction(), which settles it first";
    }
  }

  /** The producer cannot be used any more. */
  record Fatal(KafkaException cause) implements TransactionState {
    @Override
    public String advice() {
      return "close the producer";
    }
  }

  /** What to do in this state. */
  String advice();

  default String name() {
    return getClass().getSimpleName();
  }
}

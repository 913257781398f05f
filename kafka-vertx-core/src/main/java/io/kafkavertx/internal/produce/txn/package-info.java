/**
 * Transactions: {@code Transactions} is the state machine, {@code CoordinatorCall} one request to a
 * coordinator until it has an answer that means something, {@code TransactionOutcome} the table of
 * what error codes mean, {@code PartitionsToAdd} and {@code OffsetsToCommit} what becomes part of a
 * transaction. Everything runs on the client's event loop.
 */
package io.kafkavertx.internal.produce.txn;

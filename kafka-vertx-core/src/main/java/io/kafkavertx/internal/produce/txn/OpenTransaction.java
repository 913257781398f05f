package io.kafkavertx.internal.produce.txn;

import io.vertx.core.Future;

/** What is known of the transaction that is open, or whose end is not settled. */
final class OpenTransaction {
  /** Which protocol it speaks from its beginning to its end. */
  final boolean version2;

  /** Completes when the producer has an identity that it may use. */
  Future<Void> begun = Future.succeededFuture();

  /** The last offsets that were sent; completes well in any case. */
  Future<Void> offsets = Future.succeededFuture();

  /** Whether the coordinator may know of the transaction. */
  boolean started;

  /** Whether a request to end it may have had its effect although no answer said so. */
  boolean endInDoubt;

  /** Whether its end is certain. */
  boolean settled;

  OpenTransaction(boolean version2) {
    this.version2 = version2;
  }
}

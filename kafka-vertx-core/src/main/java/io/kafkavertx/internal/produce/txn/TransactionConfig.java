package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.ProducerOptions;

/**
 * What transactions need to know of the options.
 *
 * @param transactionTimeoutMillis how long a transaction may be open before the coordinator aborts
 *     it
 * @param requestTimeoutNanos how long one answer is waited for
 * @param patienceNanos how long a coordinator is asked again and again on behalf of one call
 */
public record TransactionConfig(
    String transactionalId,
    int transactionTimeoutMillis,
    long requestTimeoutNanos,
    long patienceNanos,
    long retryBackoffNanos,
    long retryBackoffMaxNanos) {

  /** What the options say; null without a transactional id. */
  public static TransactionConfig of(ProducerOptions options) {
    if (options.getTransactionalId() == null) {
      return null;
    }
    return new TransactionConfig(
        options.getTransactionalId(),
        (int) options.getTransactionTimeout().toMillis(),
        options.getRequestTimeout().toNanos(),
        options.getDeliveryTimeout().toNanos(),
        options.getRetryBackoff().toNanos(),
        options.getRetryBackoffMax().toNanos());
  }
}

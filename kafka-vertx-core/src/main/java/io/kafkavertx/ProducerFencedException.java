package io.kafkavertx;

import io.kafkavertx.protocol.ErrorCode;

/**
 * Another producer with the same transactional id has taken over, or, with brokers of transaction
 * version 1, the coordinator has given a transaction up that was open for longer than {@code
 * transactionTimeout}. This producer can do nothing more; close it.
 */
public final class ProducerFencedException extends BrokerErrorException {
  private static final long serialVersionUID = 1L;

  public ProducerFencedException(ErrorCode code, String message) {
    super(code, message);
  }
}

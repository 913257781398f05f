package io.kafkavertx.eventbus;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.RecordTooLargeException;

/**
 * The failure codes of replies to produced messages and to requests at a control address, for
 * callers in any language to branch on.
 */
public final class FailureCodes {
  /**
   * The message cannot be turned into a record or a request: a field is missing, unknown or of the
   * wrong type. Sending it again is of no use.
   */
  public static final int BAD_MESSAGE = 400;

  /** Control: there is no delivery of that name. */
  public static final int UNKNOWN_DELIVERY = 404;

  /** Control: there is no such action. */
  public static final int UNKNOWN_ACTION = 405;

  /**
   * Control: a partition is not assigned to any instance here. With others that were asked for it
   * has been done.
   */
  public static final int NOT_ASSIGNED = 409;

  /** The broker refused this client's credentials. */
  public static final int NOT_AUTHENTICATED = 401;

  /** A record is larger than {@code maxRequestSize}; sending it again is of no use. */
  public static final int RECORD_TOO_LARGE = 413;

  /** The record was not stored before the delivery time-out; it may be sent again. */
  public static final int TIMEOUT = 504;

  /** Nobody can tell whether the record was stored; sending it again may duplicate it. */
  public static final int OUTCOME_UNKNOWN = 520;

  /** The producer is closed. */
  public static final int CLOSED = 503;

  /** No broker can be reached. */
  public static final int NO_CONNECTION = 502;

  /**
   * Another producer has the address's transactional id: {@link #BROKER_ERROR} plus Kafka's
   * PRODUCER_FENCED, whichever of its words for it a broker has used. This address stores nothing
   * more until it is opened anew.
   */
  public static final int FENCED = 1090;

  /** Any other failure of the client. */
  public static final int FAILED = 500;

  /** The broker answered with an error: this number plus Kafka's error code. */
  public static final int BROKER_ERROR = 1000;

  private FailureCodes() {}

  static int of(Throwable failure) {
    if (failure instanceof ProducerFencedException) {
      return FENCED;
    } else if (failure instanceof BrokerErrorException error) {
      return BROKER_ERROR + error.code().code();
    } else if (failure instanceof OutcomeUnknownException) {
      return OUTCOME_UNKNOWN;
    } else if (failure instanceof KafkaTimeoutException) {
      return TIMEOUT;
    } else if (failure instanceof AuthenticationException) {
      return NOT_AUTHENTICATED;
    } else if (failure instanceof ConnectionException) {
      return NO_CONNECTION;
    } else if (failure instanceof ClientClosedException) {
      return CLOSED;
    } else if (failure instanceof RecordTooLargeException) {
      return RECORD_TOO_LARGE;
    } else if (failure instanceof IllegalArgumentException) {
      return BAD_MESSAGE;
    }
    return FAILED;
  }
}

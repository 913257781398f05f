package io.kafkavertx.internal.metrics;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OutcomeUnknownException;

/** What the tag {@code error.type} says of a failure: a few words, never a message. */
public final class ErrorType {
  private static final String SUFFIX = "Exception";

  private ErrorType() {}

  /**
   * A broker's error code by its name in the protocol; the reason of a lost connection ({@code
   * DNS}, {@code CONNECT}, {@code TLS}, {@code TIMEOUT}, {@code DISCONNECTED}, {@code PROTOCOL});
   * {@code AUTHENTICATION}, {@code TIMEOUT}, {@code OUTCOME_UNKNOWN}; otherwise the name of the
   * exception without its end, such as {@code CommitFailed}.
   */
  public static String of(Throwable failure) {
    if (failure == null) {
      return Tag.NONE;
    }
    if (failure instanceof BrokerErrorException broker) {
      return broker.code().name();
    }
    if (failure instanceof ConnectionException connection) {
      return connection.reason().name();
    }
    if (failure instanceof AuthenticationException) {
      if (failure.getCause() instanceof ConnectionException connection) {
        return connection.reason().name();
      }
      return "AUTHENTICATION";
    }
    if (failure instanceof OutcomeUnknownException) {
      return "OUTCOME_UNKNOWN";
    }
    if (failure instanceof KafkaTimeoutException) {
      return "TIMEOUT";
    }
    String name = failure.getClass().getSimpleName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }
}

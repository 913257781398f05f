package io.kafkavertx.internal.admin;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.UnsupportedVersionException;

/** Failures of what was needed on the way, told as failures of an operation. */
final class Failures {
  private Failures() {}

  /** A failure of the same type that says what it was about. */
  static KafkaException of(String what, Throwable failure) {
    String text = what + ": " + failure.getMessage();
    if (failure instanceof KafkaTimeoutException) {
      return new KafkaTimeoutException(text, failure);
    } else if (failure instanceof ConnectionException lost) {
      return new ConnectionException(lost.reason(), lost.written(), text, failure);
    } else if (failure instanceof UnsupportedVersionException) {
      return new UnsupportedVersionException(text, failure);
    } else if (failure instanceof BrokerErrorException
        || failure instanceof AuthenticationException
        || failure instanceof ClientClosedException) {
      // They say all there is to say, and their types tell more than a text.
      return (KafkaException) failure;
    }
    return new KafkaException(text, failure);
  }
}

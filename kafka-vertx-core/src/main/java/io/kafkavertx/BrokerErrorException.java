package io.kafkavertx;

import io.kafkavertx.protocol.ErrorCode;

/** A broker answered with an error code. */
public class BrokerErrorException extends KafkaException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public BrokerErrorException(ErrorCode code, String message) {
    super(message + ": " + code.name() + " (" + code.code() + "), " + code.message());
    this.code = code;
  }

  /**
   * An answer with advice.
   *
   * @param remedy a sentence on what can be done; null when there is nothing to say
   */
  public BrokerErrorException(ErrorCode code, String message, String remedy) {
    super(
        message
            + ": "
            + code.name()
            + " ("
            + code.code()
            + "), "
            + code.message()
            + (remedy == null ? "" : (code.message().endsWith(".") ? " " : ". ") + remedy));
    this.code = code;
  }

  /** What the broker answered. */
  public ErrorCode code() {
    return code;
  }
}

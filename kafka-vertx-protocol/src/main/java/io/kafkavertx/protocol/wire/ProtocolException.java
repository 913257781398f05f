package io.kafkavertx.protocol.wire;

/** Bytes that do not follow the Kafka protocol, or a message that its version cannot carry. */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }

  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.kafkavertx;

/** The broker cannot do what was asked: its version of the API is too old, or too new. */
public final class UnsupportedVersionException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public UnsupportedVersionException(String message) {
    super(message);
  }

  public UnsupportedVersionException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.kafkavertx;

/** An option has a value that cannot be used, or does not go together with another. */
public final class ConfigException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}

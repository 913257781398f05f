package io.kafkavertx;

/** A serializer or deserializer failed; the message names the record. */
public final class SerializationException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public SerializationException(String message) {
    super(message);
  }

  public SerializationException(String message, Throwable cause) {
    super(message, cause);
  }
}

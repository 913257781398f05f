package io.kafkavertx;

/**
 * The producer holds as many bytes as {@code bufferMemory} allows, so a record was not taken.
 * Nothing of it was sent. Wait for {@code drainHandler} before sending more when {@code
 * writeQueueFull()} is true.
 */
public final class BufferExhaustedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public BufferExhaustedException(String message) {
    super(message);
  }
}

package io.kafkavertx;

import java.time.Duration;

/**
 * The application has made no progress for {@code max.poll.interval} with records that it was
 * handed: a handler that does not return, or {@code poll} that is not called. What follows is up to
 * {@link ConsumerOptions#setOnNoProgress}.
 */
public final class NoProgressException extends KafkaException {
  private static final long serialVersionUID = 1L;

  private final Duration time;

  /**
   * Says that the application stands still.
   *
   * @param time for how long, at least
   */
  public NoProgressException(Duration time, String message) {
    super(message);
    this.time = time;
  }

  /** For how long there has been no progress, at least. */
  public Duration time() {
    return time;
  }
}

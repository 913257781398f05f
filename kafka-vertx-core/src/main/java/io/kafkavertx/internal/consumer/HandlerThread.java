package io.kafkavertx.internal.consumer;

/** Where the application's handler of records runs. */
public interface HandlerThread {
  /** True when that is the consumer's own event loop: records need not be handed over. */
  boolean isLoop();

  /** Runs {@code burst} at once, as part of that context; only when {@link #isLoop()}. */
  void dispatch(Runnable burst);

  /** Lets a chunk emit its records there. From the loop. */
  void hand(Chunk<?, ?> chunk);

  /** Stops a chunk there. From the loop. */
  void stop(Chunk<?, ?> chunk);
}

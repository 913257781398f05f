package io.kafkavertx.internal.process;

/** Where the application's work on records runs. All methods are called on the loop. */
public interface WorkPlace<K, V> {
  /** Runs {@code burst} at once: as part of the work's context when that is on this loop. */
  void dispatch(Runnable burst);

  /**
   * Has the work done on a record, in the order of the calls: at once when the work runs on this
   * loop, else after {@link #flush()}. The place looks at {@link Attempt#mayStart()} first, and
   * brings the outcome back to the loop: {@link Attempt#ended} or {@link Attempt#notStarted}.
   */
  void start(Attempt<K, V> attempt);

  /** The end of a burst of starts. */
  void flush();

  /** A new gate that can be looked at there. */
  Gate gate();
}

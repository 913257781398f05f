package io.kafkavertx.internal.process;

/**
 * Whether work on records of one ownership of a partition may still be started. Shut on the loop,
 * looked at where the work runs.
 */
public interface Gate {
  boolean isOpen();

  /** For good. */
  void shut();

  /** For work that runs on the loop. */
  static Gate onLoop() {
    return new Gate() {
      private boolean shut;

      @Override
      public boolean isOpen() {
        return !shut;
      }

      @Override
      public void shut() {
        shut = true;
      }
    };
  }
}

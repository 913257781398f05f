package io.kafkavertx.testkit.sim;

/** Ways in which a connection ends against the will of both ends. */
public enum Cut {
  /** Both ends see an orderly end, after the bytes that are under way. */
  ORDERLY,
  /** Both ends see a reset at once; bytes under way are lost. */
  RESET,
  /**
   * Part of the bytes under way arrives, as a rule not a whole frame, then both ends see a reset.
   */
  MID_FRAME
}

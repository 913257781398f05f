package io.kafkavertx.testkit.proxy;

/** How a connection ends. */
public enum Ending {
  /** In order: the peer has read everything, then sees the end of the stream. */
  FIN,
  /** At once, by a TCP reset: the peer gets an error, and what was on its way is lost. */
  RESET
}

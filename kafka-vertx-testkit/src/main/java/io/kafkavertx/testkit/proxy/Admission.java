package io.kafkavertx.testkit.proxy;

/** What happens to a connection that a client opens. */
public enum Admission {
  /** It is connected to the broker. */
  FORWARD,
  /** It is accepted and reset at once. */
  RESET,
  /** It is accepted, and nothing is ever read or answered. */
  IGNORE
}

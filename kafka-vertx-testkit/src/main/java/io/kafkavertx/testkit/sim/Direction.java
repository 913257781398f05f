package io.kafkavertx.testkit.sim;

/** Which way bytes go. */
public enum Direction {
  /** From the client to the server. */
  TO_SERVER,
  /** From the server to the client. */
  TO_CLIENT,
  /** Both ways. */
  BOTH;

  boolean toServer() {
    return this != TO_CLIENT;
  }

  boolean toClient() {
    return this != TO_SERVER;
  }
}

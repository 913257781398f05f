package io.kafkavertx.testkit.proxy;

/** Which way bytes go through a proxy. */
public enum Direction {
  /** From the client to the broker: requests. */
  TO_BROKER,
  /** From the broker to the client: responses. */
  TO_CLIENT
}

package io.kafkavertx.internal.process;

/** How many records the application wants. */
public interface Demand {
  /** Whether it wants one more. */
  boolean any();

  /** It has got one. */
  void spend();
}

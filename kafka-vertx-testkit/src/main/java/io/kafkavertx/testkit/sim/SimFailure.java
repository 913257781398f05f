package io.kafkavertx.testkit.sim;

/** A simulated run broke a promise: a hang, a leak, an exception that nobody caught. */
public final class SimFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  public SimFailure(String message) {
    super(message);
  }

  public SimFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

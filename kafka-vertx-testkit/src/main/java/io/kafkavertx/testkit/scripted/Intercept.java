package io.kafkavertx.testkit.scripted;

/** Looks at requests before a scripted broker processes them. */
@FunctionalInterface
public interface Intercept {
  /**
   * Decides what happens to a request.
   *
   * @return null to leave it to the next intercept, and at last to the broker
   */
  Reaction react(RequestContext request);

  /** Takes an intercept away again. */
  @FunctionalInterface
  interface Registration {
    void remove();
  }
}

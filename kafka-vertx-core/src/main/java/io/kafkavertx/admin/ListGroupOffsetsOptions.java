package io.kafkavertx.admin;

/**
 * How to look for a group's offsets.
 *
 * @param requireStable whether to wait for open transactions that would commit offsets (Kafka 2.5)
 */
public record ListGroupOffsetsOptions(boolean requireStable) {
  /** What is committed now. */
  public static ListGroupOffsetsOptions defaults() {
    return new ListGroupOffsetsOptions(false);
  }

  public ListGroupOffsetsOptions requireStable(boolean require) {
    return new ListGroupOffsetsOptions(require);
  }
}

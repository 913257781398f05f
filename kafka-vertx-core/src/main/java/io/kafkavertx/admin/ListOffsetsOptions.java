package io.kafkavertx.admin;

/**
 * How to look for offsets.
 *
 * @param readCommitted true to leave out what belongs to open transactions (Kafka 0.11)
 */
public record ListOffsetsOptions(boolean readCommitted) {
  /** All records count. */
  public static ListOffsetsOptions defaults() {
    return new ListOffsetsOptions(false);
  }

  public ListOffsetsOptions readCommitted(boolean committed) {
    return new ListOffsetsOptions(committed);
  }
}

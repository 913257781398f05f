package io.kafkavertx;

/**
 * The group has given the partitions of a commit to another member: the commit was refused, and the
 * records after the last good commit are read again by that member.
 */
public final class CommitFailedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public CommitFailedException(String message) {
    super(message);
  }

  public CommitFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}

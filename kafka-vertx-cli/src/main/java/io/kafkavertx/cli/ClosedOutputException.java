package io.kafkavertx.cli;

/** Nobody reads the output any more, as with {@code | head}: the command is over. */
final class ClosedOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClosedOutputException(Throwable cause) {
    super(cause);
  }
}

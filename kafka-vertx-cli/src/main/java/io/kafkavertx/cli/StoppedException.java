package io.kafkavertx.cli;

/** The user pressed Ctrl-C while something was waited for. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}

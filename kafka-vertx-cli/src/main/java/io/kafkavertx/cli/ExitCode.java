package io.kafkavertx.cli;

/** What the process ends with; docs/cli.md tells users. */
final class ExitCode {
  static final int OK = 0;

  /** The command failed, as a whole or in part. */
  static final int FAILED = 1;

  /** The command line or the configuration makes no sense. */
  static final int USAGE = 2;

  /** No broker could be reached. */
  static final int UNREACHABLE = 3;

  /** The broker refused the credentials, or the user may not do that. */
  static final int REFUSED = 4;

  private ExitCode() {}
}

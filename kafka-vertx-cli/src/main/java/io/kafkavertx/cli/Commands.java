package io.kafkavertx.cli;

import picocli.CommandLine;

/** Makes commands, which get the terminal. */
final class Commands implements CommandLine.IFactory {
  private final CommandLine.IFactory other = CommandLine.defaultFactory();
  private final Terminal terminal;

  Commands(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    K made = other.create(type);
    if (made instanceof ConnectionOptions connection) {
      connection.terminal(terminal);
    }
    return made;
  }
}

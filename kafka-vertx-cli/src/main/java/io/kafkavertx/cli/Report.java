package io.kafkavertx.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Text on the standard output. */
final class Report {
  private final Terminal terminal;
  private final StringBuilder text = new StringBuilder();

  Report(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Writes that these have been deleted. */
  static void deleted(Terminal terminal, Set<String> names) {
    Report report = new Report(terminal);
    names.forEach(name -> report.line(name + " deleted"));
    report.print();
  }

  Report line(String line) {
    text.append(line).append('\n');
    return this;
  }

  Report table(Table table) {
    table.lines().forEach(this::line);
    return this;
  }

  /** Writes what there is so far. */
  void print() {
    try {
      terminal.out().write(text.toString().getBytes(StandardCharsets.UTF_8));
      terminal.out().flush();
      text.setLength(0);
    } catch (IOException e) {
      throw new ClosedOutputException(e);
    }
  }
}

package io.kafkavertx.cli;

import io.kafkavertx.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands and how they end. */
final class CommandLineTool {
  private final Terminal terminal;

  CommandLineTool(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  int run(String... args) {
    Logs.quiet();
    CommandLine line = new CommandLine(new RootCommand(), new Commands(terminal));
    line.addSubcommand("completion", new CommandLine(new AutoComplete.GenerateCompletion()));
    CommandLine completion = line.getSubcommands().get("completion");
    completion
        .getCommandSpec()
        .usageMessage()
        .header("Print a completion script for bash and zsh.")
        .description("", "Load it with: source <(kafka-vertx completion)");
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(Math.min(110, Math.max(80, terminal.width())));
    line.setUsageHelpLongOptionsMaxWidth(30);
    line.setAbbreviatedOptionsAllowed(false);
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(colours()));
    line.setParameterExceptionHandler(this::wrongUsage);
    line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, parsed));
    return line.execute(args);
  }

  private Ansi colours() {
    boolean wanted =
        terminal.outIsTerminal()
            && terminal.environment("NO_COLOR") == null
            && !"dumb".equals(terminal.environment("TERM"));
    return wanted ? Ansi.ON : Ansi.OFF;
  }

  private int wrongUsage(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    StringBuilder text = new StringBuilder();
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
      text.append(unmatched(command, unmatched));
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        text.append(" Did you mean: ").append(String.join(", ", suggestions)).append("?");
      }
    } else {
      text.append(sentence(wrong.getMessage()));
    }
    text.append(" See '").append(name).append(" --help'.");
    tell(name, text.toString());
    return ExitCode.USAGE;
  }

  /**
   * Where a command is wanted, the first word that is none is what is wrong, not those after it.
   */
  private static String unmatched(
      CommandLine command, CommandLine.UnmatchedArgumentException wrong) {
    String first = wrong.getUnmatched().get(0);
    String name = command.getCommandSpec().qualifiedName();
    if (command.getSubcommands().isEmpty()) {
      return sentence(wrong.getMessage());
    }
    if (!first.startsWith("-")) {
      return "'" + first + "' is no command.";
    }
    return command.getParent() == null
        ? "Unknown option: '"
            + first
            + "'. Options come after the command: "
            + name
            + " COMMAND "
            + first
            + " ..."
        : sentence(wrong.getMessage());
  }

  private static String sentence(String text) {
    String trimmed = text.strip();
    return trimmed.endsWith(".") || trimmed.endsWith("?") ? trimmed : trimmed + ".";
  }

  private int failed(Exception failure, ParseResult parsed) {
    if (failure instanceof ClosedOutputException) {
      return ExitCode.OK;
    }
    if (failure instanceof StoppedException) {
      return 130;
    }
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    CliException told =
        failure instanceof CliException known ? known : Explanation.of(failure, command);
    tell(command.getCommandSpec().qualifiedName(), told.getMessage());
    if (Logs.wanted()) {
      failure.printStackTrace(terminal.err());
    } else if (!(failure instanceof CliException)
        && !(failure instanceof ConfigException)
        && told.exitCode() == ExitCode.FAILED) {
      terminal.err().println("(-v tells more)");
    }
    return told.exitCode();
  }

  private void tell(String name, String text) {
    terminal.err().println(Wrapping.wrap(name + ": " + text, terminal.width()));
  }
}

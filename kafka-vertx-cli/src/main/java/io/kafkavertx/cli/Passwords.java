package io.kafkavertx.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a password comes from: never from the command line, which others can see. */
final class Passwords {
  private static final String VARIABLE = "KAFKA_PASSWORD";

  private Passwords() {}

  static String read(String from, String user, Terminal terminal) {
    if (from == null) {
      String usual = terminal.environment(VARIABLE);
      return usual != null ? usual : ask(user, terminal);
    }
    if (from.equals("prompt")) {
      return ask(user, terminal);
    }
    if (from.startsWith("env:")) {
      String name = from.substring("env:".length());
      String value = terminal.environment(name);
      if (value == null) {
        throw CliException.usage("the environment has no variable " + name + " for --password.");
      }
      return value;
    }
    if (from.startsWith("file:")) {
      return ofFile(Path.of(from.substring("file:".length())));
    }
    // Not quoted: it may be the password itself.
    throw CliException.usage(
        "--password does not take the password itself, which others on this machine could see in"
            + " the list of processes, but where it is: env:NAME, file:PATH or prompt.");
  }

  private static String ofFile(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw CliException.usage("the file " + file + " of --password cannot be read.");
    }
  }

  private static String ask(String user, Terminal terminal) {
    String answer = terminal.askSecret("Password of " + user + ": ");
    if (answer == null) {
      throw CliException.usage(
          "no password for "
              + user
              + ": set "
              + VARIABLE
              + ", or say --password env:NAME or --password file:PATH. There is no terminal to ask"
              + " at.");
    }
    return answer;
  }
}

package io.kafkavertx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line as a shell takes it: commands with pipes between them, each of words, of which some are in
 * single quotes.
 */
record ShellLine(List<List<String>> commands) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\|)|([^\\s'|]+)");

  static ShellLine of(String line) {
    List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      if (word.group(2) != null) {
        commands.add(new ArrayList<>());
      } else {
        String text = word.group(1) == null ? word.group(3) : word.group(1);
        commands.get(commands.size() - 1).add(text);
      }
    }
    return new ShellLine(commands);
  }
}

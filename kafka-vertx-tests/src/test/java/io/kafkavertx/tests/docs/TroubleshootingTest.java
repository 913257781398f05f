package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages that docs/troubleshooting.md explains are messages of ours. */
class TroubleshootingTest {
  private static final Path PAGE = Path.of("../docs/troubleshooting.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Between two parts of a text: {@code "the end" + "of it"}, over lines. */
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

  private static final Pattern TRIM = Pattern.compile("^[;:,.()' ]+|[;:,.('=/ )]+$");
  private static final String OF_THE_SYSTEM = "Connection refused";
  private static final int MOST_PARTS = 4;
  private static final int LEAST_LETTERS = 6;

  private static final Set<String> CODES =
      Arrays.stream(ErrorCode.values()).map(Enum::name).collect(Collectors.toSet());

  @Test
  void everyMessageOfThePageIsInTheSources() throws IOException {
    String sources = sources();
    List<String> gone = new ArrayList<>();
    int messages = 0;
    for (String message : messages()) {
      messages++;
      for (String part : message.split("\\.\\.", -1)) {
        String text = TRIM.matcher(part.strip()).replaceAll("");
        if (text.length() >= LEAST_LETTERS && !known(text, sources)) {
          gone.add("'" + text + "' of '" + message + "'");
        }
      }
    }
    assertThat(messages).isGreaterThan(60);
    assertThat(gone).as("not said by the client").isEmpty();
  }

  @Test
  void aMessageThatNobodySaysIsNoticed() throws IOException {
    assertThat(known("the dog ate the broker", sources())).isFalse();
  }

  /**
   * Whether the sources say it, in one text or put together of a few: {@code "There is no " + what
   * + " plug-in"}.
   */
  private static boolean known(String text, String sources) {
    return known(text, sources, MOST_PARTS);
  }

  private static boolean known(String text, String sources, int parts) {
    if (parts == 0) {
      return false;
    }
    for (int end = text.length(); end > 0; end = text.lastIndexOf(' ', end - 1)) {
      String head = TRIM.matcher(text.substring(0, end)).replaceAll("");
      String rest = text.substring(end).strip();
      boolean said = sources.contains(head) && head.length() >= LEAST_LETTERS;
      if ((said || CODES.contains(head) || head.equals(OF_THE_SYSTEM))
          && (rest.isEmpty() || known(rest, sources, parts - 1))) {
        return true;
      }
    }
    return false;
  }

  /** First cells of tables, and headings, where they are in code and not Vert.x' own. */
  private static List<String> messages() {
    List<String> messages = new ArrayList<>();
    for (String line : Snippet.read(PAGE)) {
      String where = line.startsWith("| `") ? line.split(" \\| ", 2)[0] : line;
      if ((line.startsWith("| `") || line.startsWith("### `")) && !where.contains("(Vert.x)")) {
        Matcher code = CODE.matcher(where);
        while (code.find()) {
          messages.add(code.group(1));
        }
      }
    }
    return messages;
  }

  /** The sources of all modules that are published, with texts over several lines in one. */
  static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path module : modules()) {
      try (Stream<Path> files = Files.walk(module)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          all.append(Files.readString(file)).append('\n');
        }
      }
    }
    return JOINED.matcher(all).replaceAll("").replace("\\\"", "\"");
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .toList();
    }
  }
}

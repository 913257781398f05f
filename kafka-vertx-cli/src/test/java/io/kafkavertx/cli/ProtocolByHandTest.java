package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/protocol-by-hand.md, typed line by line into JShell. */
@Tag("slow")
@Timeout(240)
final class ProtocolByHandTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** What {@code --startup DEFAULT} brings. */
  private static final List<String> DEFAULT_IMPORTS =
      List.of(
          "java.io",
          "java.math",
          "java.net",
          "java.nio.file",
          "java.util",
          "java.util.concurrent",
          "java.util.function",
          "java.util.prefs",
          "java.util.regex",
          "java.util.stream");

  @Test
  void everyLineOfTheTourRuns() throws IOException {
    List<String> lines =
        new ArrayList<>(Files.readAllLines(DOCS.resolve("jshell/kafka-vertx.jsh")));
    lines.removeIf(line -> line.startsWith("//"));
    int startup = lines.size();
    lines.addAll(blocks("jshell"));
    assertThat(lines.size() - startup).as("lines of the tour").isGreaterThan(40);
    PrintStream screen = System.out;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    List<String> values = new ArrayList<>();
    try (JShell shell =
        JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build()) {
      for (String imported : DEFAULT_IMPORTS) {
        values.addAll(type(shell, "import " + imported + ".*"));
      }
      for (String line : lines) {
        values.addAll(type(shell, line));
      }
    } finally {
      System.setOut(screen);
    }
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains(
            "FETCH",
            "MetadataResponse(",
            "00000000  00 00 00 11 00 12 00 00  00 00 00 01 00 07 62 79  |..............by|",
            "ApiVersionsResponse(",
            "batch: offsets 0 to 1, format 2",
            "0: key 'k1', value 'hello'",
            "1: key null, value 'world'");
    assertThat(values).contains("true", "NONE", "2", "\"hello\"");
    List<String> printed = shown.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(printed.stream().map(ProtocolByHandTest::withoutValues))
        .containsAll(blocks("text").stream().map(ProtocolByHandTest::withoutValues).toList());
  }

  /**
   * What the blocks called so hold, with this test's broker in place of the reader's; three dots
   * stand for what the page leaves out.
   */
  private static List<String> blocks(String language) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCS.resolve("protocol-by-hand.md"))) {
      if (line.startsWith("```")) {
        inside = line.equals("```" + language);
      } else if (inside && !line.strip().equals("...")) {
        lines.add(line.replace("localhost:9092", TestBrokers.bootstrap()));
      }
    }
    return lines;
  }

  /** What is printed of one broker as of another, at one time as at another. */
  private static String withoutValues(String line) {
    return line.replaceAll("clusterId=[^,]*", "clusterId=#")
        .replaceAll("port=\\d+", "port=#")
        .replaceAll("timestamp \\d+", "timestamp #");
  }

  private static List<String> type(JShell shell, String line) {
    SourceCodeAnalysis.CompletionInfo complete = shell.sourceCodeAnalysis().analyzeCompletion(line);
    assertThat(complete.remaining()).as("left of: %s", line).isEmpty();
    List<String> values = new ArrayList<>();
    for (SnippetEvent event : shell.eval(complete.source())) {
      assertThat(event.status())
          .as("%s%n%s", line, shell.diagnostics(event.snippet()).map(String::valueOf).toList())
          .isEqualTo(Snippet.Status.VALID);
      assertThat(event.exception()).as("%s", line).isNull();
      values.add(String.valueOf(event.value()));
    }
    return values;
  }
}

package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No block of code in the documentation is without a test. Whoever adds one in another language, or
 * output that nobody compares, is told so here, and adds the test to one of the two lists.
 */
class FencesTest {
  /** Languages whose blocks are tested on every page. */
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "java", "SnippetsTest",
          "kotlin", "QuotationsTest",
          "groovy", "QuotationsTest",
          "js", "QuotationsTest",
          "xml", "PomSnippetsTest",
          "sh", "ShellLinesTest");

  private static final String DRAWING = "a drawing";

  /** The others: how many of them a page has, and what tests them. */
  private static final List<Known> KNOWN =
      List.of(
          new Known("docs/architecture.md", "text", 1, DRAWING),
          new Known("docs/cli.md", "text", 3, "CliPageTest"),
          new Known("docs/eventbus.md", "json", 1, "RecordFormsTest"),
          new Known("docs/eventbus.md", "text", 1, DRAWING),
          new Known("docs/getting-started.md", "text", 5, "GettingStartedTest"),
          new Known("docs/kafka-verticle.md", "json", 1, "VerticleLauncherTest"),
          new Known("docs/kafka-verticle.md", "text", 1, "VerticlePageTest"),
          new Known("docs/plugins.md", "text", 1, "PluginPageTest"),
          new Known("docs/protocol-by-hand.md", "jshell", 13, "ProtocolByHandTest"),
          new Known("docs/protocol-by-hand.md", "text", 4, "ProtocolByHandTest"),
          new Known("docs/protocol.md", "text", 1, DRAWING));

  private record Known(String page, String language, int blocks, String test) {}

  @Test
  void everyBlockOfCodeHasATestThatKnowsItsLanguage() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    for (Path page : Pages.all()) {
      for (Fence fence : Fence.of(page)) {
        if (!EVERYWHERE.containsKey(fence.language())) {
          found.merge(Pages.name(page) + " " + fence.language(), 1, Integer::sum);
        }
      }
    }
    Map<String, Integer> known = new TreeMap<>();
    KNOWN.forEach(each -> known.put(each.page + " " + each.language, each.blocks));
    assertThat(found).as("blocks that are tested page by page").isEqualTo(known);
  }

  @Test
  void theTestsAreThere() throws IOException {
    Set<String> named = new TreeSet<>(EVERYWHERE.values());
    KNOWN.forEach(each -> named.add(each.test));
    named.remove(DRAWING);
    named.removeAll(tests());
    assertThat(named).as("tests that are gone").isEmpty();
  }

  private static List<String> tests() throws IOException {
    return Pages.files().stream()
        .filter(file -> Pages.name(file).contains("/src/test/"))
        .map(file -> file.getFileName().toString().replace(".java", ""))
        .toList();
  }
}

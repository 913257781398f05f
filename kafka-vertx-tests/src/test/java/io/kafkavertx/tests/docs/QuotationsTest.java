package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kotlin, Groovy and JavaScript in the guides are what the examples say, which have tests of their
 * own.
 *
 * <p>The comment {@code <!-- from: file -->} before a block names the file. A line {@code // ...}
 * stands for lines that are left out, and begins the block anew at a later place of the file.
 * Indentation, empty lines and comments do not count.
 */
class QuotationsTest {
  private static final Set<String> QUOTED = Set.of("kotlin", "groovy", "js");
  private static final String LEFT_OUT = "// ...";
  private static final Pattern COMMENT = Pattern.compile("(^|\\s+)//(\\s.*)?$|^/?\\*.*");

  @TempDir Path directory;

  @Test
  void whatThePagesQuoteIsInTheExamples() throws IOException {
    List<String> wrong = new ArrayList<>();
    int quotations = 0;
    for (Path page : Pages.all()) {
      for (Fence fence : Fence.of(page)) {
        if (QUOTED.contains(fence.language()) || fence.from() != null) {
          quotations++;
          wrong.addAll(problems(fence));
        }
      }
    }
    assertThat(quotations).isGreaterThan(3);
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsInNoExampleIsNamedWithItsLine() throws IOException {
    Files.writeString(directory.resolve("a.kt"), "val a = 1\n\nval b = 2 // two\nval c = 3\n");
    assertThat(problems("a.kt", "val a = 1", "  val b = 2")).isEmpty();
    assertThat(problems("a.kt", "val a = 1", "// ...", "val c = 3 // a remark")).isEmpty();
    assertThat(problems("a.kt", "val a = 1", "val c = 3")).hasSize(1);
    assertThat(problems("a.kt", "val c = 3", "// ...", "val a = 1")).hasSize(1);
    assertThat(problems("a.kt", "val a = 1", "// ...", "val b = 3"))
        .singleElement()
        .asString()
        .endsWith("page.md:5: not in a.kt: val b = 3");
    assertThat(problems("b.kt", "val a = 1")).hasSize(1);
    assertThat(problems(null, "val a = 1")).hasSize(1);
  }

  private List<String> problems(String from, String... lines) {
    return problems(new Fence(directory.resolve("page.md"), 3, "kotlin", from, List.of(lines)));
  }

  private static List<String> problems(Fence fence) {
    if (fence.from() == null) {
      return List.of(fence + ": no comment before it says which file it is from");
    }
    Path file = fence.page().resolveSibling(fence.from());
    if (!Files.exists(file)) {
      return List.of(fence + ": there is no " + fence.from());
    }
    List<String> source = new ArrayList<>();
    Snippet.read(file).stream().map(QuotationsTest::bare).forEach(source::add);
    source.removeIf(String::isEmpty);
    return problems(fence, source);
  }

  private static List<String> problems(Fence fence, List<String> source) {
    List<String> part = new ArrayList<>();
    int place = 0;
    for (int i = 0; i < fence.lines().size(); i++) {
      String line = fence.lines().get(i).strip();
      if (line.startsWith(LEFT_OUT)) {
        place += part.size();
        part.clear();
      } else if (!bare(line).isEmpty()) {
        part.add(bare(line));
        place = find(part, source, place);
        if (place < 0) {
          String where = Pages.name(fence.page()) + ":" + (fence.line() + i);
          return List.of(where + ": not in " + fence.from() + ": " + line);
        }
      }
    }
    return List.of();
  }

  /** Where these lines are in the source, one after the other; -1 when nowhere. */
  private static int find(List<String> part, List<String> source, int from) {
    for (int place = from; place + part.size() <= source.size(); place++) {
      if (source.subList(place, place + part.size()).equals(part)) {
        return place;
      }
    }
    return -1;
  }

  private static String bare(String line) {
    return COMMENT.matcher(line.strip()).replaceAll("");
  }
}

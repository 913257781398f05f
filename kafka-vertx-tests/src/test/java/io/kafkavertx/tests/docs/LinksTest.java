package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever follows a link of the documentation arrives, and every page can be found. */
class LinksTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path INDEX = ROOT.resolve("docs/README.md");

  @Test
  void everyRelativeLinkAndAnchorIsThere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : Pages.all()) {
      for (Markdown.Link link : Markdown.of(page).links()) {
        String problem = problem(page, link);
        if (problem != null) {
          dead.add(ROOT.relativize(page) + ":" + link.line() + ": " + link.target() + problem);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void everyPageOfTheDocumentationCanBeReachedFromItsIndex() throws IOException {
    Set<Path> reached = new LinkedHashSet<>(List.of(INDEX));
    Deque<Path> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      Path page = open.pop();
      for (Markdown.Link link : Markdown.of(page).links()) {
        Path target = target(page, link);
        if (target.toString().endsWith(".md") && Files.exists(target) && reached.add(target)) {
          open.push(target);
        }
      }
    }
    Set<Path> missing = new TreeSet<>(Pages.all());
    missing.removeAll(reached);
    assertThat(missing).as("pages that no link leads to").isEmpty();
  }

  @Test
  void theIndexItselfHasEveryGuide() throws IOException {
    Set<Path> linked = new LinkedHashSet<>();
    Markdown.of(INDEX).links().forEach(link -> linked.add(target(INDEX, link)));
    try (Stream<Path> guides = Files.list(INDEX.getParent())) {
      assertThat(guides.filter(file -> file.toString().endsWith(".md") && !file.equals(INDEX)))
          .allSatisfy(guide -> assertThat(linked).contains(guide));
    }
  }

  private static Path target(Path page, Markdown.Link link) {
    return link.path().isEmpty() ? page : page.resolveSibling(link.path()).normalize();
  }

  private static String problem(Path page, Markdown.Link link) {
    Path target = target(page, link);
    if (!Files.exists(target)) {
      return " does not exist";
    }
    if (link.anchor().isEmpty()) {
      return null;
    }
    return Markdown.of(target).anchors().contains(link.anchor())
        ? null
        : " has no such heading; there are " + Markdown.of(target).anchors();
  }
}

package io.kafkavertx.tests.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is written for readers: the Markdown of this repository. */
final class Pages {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What a build, npm and git have put there. */
  private static final Set<String> NOT_WRITTEN = Set.of("target", "node_modules", ".git");

  private Pages() {}

  static List<Path> all() throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(".md")).toList();
  }

  /** All files of the repository. */
  static List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NOT_WRITTEN.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  /** As it is called in messages. */
  static String name(Path page) {
    return ROOT.relativize(page.toAbsolutePath().normalize()).toString().replace('\\', '/');
  }
}

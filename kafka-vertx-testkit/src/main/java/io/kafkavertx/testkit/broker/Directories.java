package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** Temporary directories and log files. */
final class Directories {
  private Directories() {}

  static Path temporary(String name) {
    try {
      return Files.createTempDirectory("kafka-vertx-" + name + "-").toRealPath();
    } catch (IOException e) {
      throw new BrokerException("Cannot make a temporary directory for " + name + ": " + e, e);
    }
  }

  /**
   * Deletes what can be deleted; what a dying process still holds is left to the system's temporary
   * directory.
   */
  static void delete(Path root) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
              Files.deleteIfExists(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      root.toFile().deleteOnExit();
    }
  }

  static String tail(Path log, int lines) {
    Deque<String> last = new ArrayDeque<>();
    // ISO-8859-1 never fails, whatever a broker prints.
    try (Stream<String> all = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      all.forEach(
          line -> {
            if (last.size() == lines) {
              last.removeFirst();
            }
            last.addLast(line);
          });
    } catch (IOException | java.io.UncheckedIOException e) {
      return "(the log cannot be read: " + e + ")";
    }
    return String.join("\n", last);
  }
}

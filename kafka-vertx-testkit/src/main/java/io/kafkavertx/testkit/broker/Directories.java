package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Temporary directories and log files. */
final class Directories {
  private static final String PREFIX = "kafka-vertx-";
  private static final Pattern OWNER = Pattern.compile(PREFIX + "(\\d{1,18})-.*");
  private static final Duration AGE_OF_LEFTOVERS = Duration.ofHours(1);
  private static final Set<Path> TEMPORARY = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private Directories() {}

  /** A new directory that goes with this process, if not before. */
  static Path temporary(String name) {
    try {
      if (SWEPT.compareAndSet(false, true)) {
        sweep();
      }
      Path root =
          Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-" + name + "-")
              .toRealPath();
      TEMPORARY.add(root);
      return root;
    } catch (IOException e) {
      throw new BrokerException("Cannot make a temporary directory for " + name + ": " + e, e);
    }
  }

  static void deleteTemporary() {
    TEMPORARY.forEach(Directories::delete);
  }

  /**
   * Deletes what others left behind: when a process is killed while one of its brokers is down,
   * nobody is there to do it. Young directories are left alone, because process ids say nothing
   * about the processes of other containers.
   */
  private static void sweep() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    Instant old = Instant.now().minus(AGE_OF_LEFTOVERS);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*-*")) {
      for (Path entry : entries) {
        Matcher matcher = OWNER.matcher(entry.getFileName().toString());
        if (matcher.matches()
            && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()
            && Files.getLastModifiedTime(entry).toInstant().isBefore(old)) {
          delete(entry);
        }
      }
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

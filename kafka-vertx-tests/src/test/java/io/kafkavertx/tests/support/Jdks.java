package io.kafkavertx.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** JDKs of this machine: the one that runs, those beside it, and those that CI names. */
public final class Jdks {
  private Jdks() {}

  /** The home of one that is at least of this release; empty when there is none. */
  public static Optional<Path> atLeast(int release) throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    if (Runtime.version().feature() >= release) {
      return Optional.of(own);
    }
    List<Path> homes = new ArrayList<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              // As hosted runners have them: JAVA_HOME_21_X64.
              if (name.startsWith("JAVA_HOME_") || name.equals("JAVA_HOME")) {
                homes.add(Path.of(value));
              }
            });
    try (Stream<Path> beside = Files.list(own.getParent())) {
      beside.sorted().forEach(homes::add);
    }
    for (Path home : homes) {
      if (release(home) >= release && Files.isExecutable(home.resolve("bin/java"))) {
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }

  private static int release(Path home) throws IOException {
    Path file = home.resolve("release");
    if (!Files.isReadable(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("[^0-9.]", ""))
        .map(version -> version.split("\\.")[0])
        .filter(feature -> !feature.isEmpty())
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }
}

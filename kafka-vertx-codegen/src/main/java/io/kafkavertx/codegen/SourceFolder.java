package io.kafkavertx.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of generated sources, with a stamp beside it that says from what they were made.
 *
 * @param root where the sources go
 */
record SourceFolder(Path root) {

  /**
   * True when the sources are those that {@code inputs} gave, and nobody has changed them since.
   */
  boolean isMadeFrom(String inputs) throws IOException {
    return Files.exists(stamp()) && Files.readString(stamp()).equals(stampFor(inputs));
  }

  /**
   * Replaces the content by {@code files}: path, text. A file whose text is the same is not
   * touched, so that the compiler sees no change.
   */
  void replace(Map<String, String> files, String inputs) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    for (Path path : present()) {
      if (!files.containsKey(root.relativize(path).toString().replace('\\', '/'))) {
        Files.delete(path);
      }
    }
    Files.writeString(stamp(), stampFor(inputs));
  }

  private List<Path> present() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private Path stamp() {
    return root.resolveSibling(root.getFileName() + ".stamp");
  }

  private String stampFor(String inputs) throws IOException {
    return inputs + " " + Fingerprint.of(root);
  }
}

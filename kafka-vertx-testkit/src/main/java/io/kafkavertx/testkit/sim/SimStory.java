package io.kafkavertx.testkit.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/**
 * Everything that goes into the fingerprint of a run, a line each, when a file for it is named with
 * {@code -Dsim.story=FILE}. Two files of one seed differ first where the two runs did.
 */
final class SimStory {
  /** How much of a piece is shown. */
  private static final int SHOWN_BYTES = 2_000;

  private final Path file;

  private SimStory(Path file) {
    this.file = file;
  }

  static SimStory ofProperties() {
    String file = System.getProperty("sim.story");
    return new SimStory(file == null ? null : Path.of(file));
  }

  void tell(long nanos, long fingerprint, String line) {
    if (file != null) {
      append(file, "%d %016x %s%n".formatted(nanos, fingerprint, line));
    }
  }

  void sent(
      long nanos, long fingerprint, SimConnection connection, Direction direction, byte[] bytes) {
    if (file != null) {
      String hex =
          bytes == null
              ? "the end"
              : HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
      tell(nanos, fingerprint, connection + " " + direction + " " + hex);
    }
  }

  static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

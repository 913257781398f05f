package io.kafkavertx.examples.livetopics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A way to something that a machine does not have. */
interface Installation {
  /** How long one that has failed is not tried again. */
  Duration PAUSE = Duration.ofMinutes(10);

  /** Returns when it is installed, or says why it is not. */
  void install() throws Unavailable;

  /**
   * The same, but not tried when it failed a short while ago: who has no network need not wait for
   * that to be found out by each run of tests.
   *
   * @param note where a failure is kept
   */
  default Installation unlessItFailedJustNow(Path note) {
    return () -> {
      try {
        if (Files.exists(note)
            && Files.getLastModifiedTime(note).toInstant().plus(PAUSE).isAfter(Instant.now())) {
          throw new Unavailable(
              Files.readString(note)
                  + " (That was a short while ago. To try again within "
                  + PAUSE.toMinutes()
                  + " minutes, delete "
                  + note
                  + ")");
        }
        Files.createDirectories(note.getParent());
        Files.deleteIfExists(note);
        try {
          install();
        } catch (Unavailable e) {
          Files.writeString(note, e.getMessage());
          throw e;
        }
      } catch (IOException e) {
        throw new Unavailable(note + " cannot be used: " + e);
      }
    };
  }
}

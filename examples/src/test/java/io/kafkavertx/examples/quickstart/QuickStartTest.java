package io.kafkavertx.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What README.md asks its readers to run first, with fewer records. */
@Tag("slow")
final class QuickStartTest {
  @Test
  void everyRecordComesBackOnceAndEveryOffsetIsCommitted() {
    String before = System.setProperty("records", "10000");
    try {
      assertThat(QuickStart.run()).isZero();
    } finally {
      if (before == null) {
        System.clearProperty("records");
      } else {
        System.setProperty("records", before);
      }
    }
  }
}

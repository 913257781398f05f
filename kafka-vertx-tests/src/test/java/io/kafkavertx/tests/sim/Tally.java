package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what happened over many seeds, to be sure that it happened at all. For use by any thread.
 */
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();
  private long fingerprint;

  synchronized void add(String what, long count) {
    counts.merge(what, count, Long::sum);
  }

  /** What all runs together came to: the same in every JVM, whichever run ends first. */
  synchronized void fingerprint(long of) {
    fingerprint += of * 0x9E3779B97F4A7C15L;
  }

  /** Fails when one of these never happened, unless only one seed was run. */
  synchronized void check(String... wanted) {
    System.getLogger(Tally.class.getName())
        .log(System.Logger.Level.INFO, counts + ", fingerprint " + fingerprint);
    if (Long.getLong("sim.seed") == null) {
      assertThat(counts.entrySet().stream().filter(e -> e.getValue() > 0).map(Map.Entry::getKey))
          .contains(wanted);
    }
  }
}

package io.kafkavertx.tests.trials;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What the workers say of themselves. */
final class EtlAccount {
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicIntegerArray copied = new AtomicIntegerArray(EtlPlan.LEVELS + 1);
  private final AtomicIntegerArray again = new AtomicIntegerArray(EtlPlan.LEVELS + 1);
  private final AtomicInteger kills = new AtomicInteger();

  void heard(String worker, String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "copied" -> copied.addAndGet(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "lost", "again" -> {
        again.incrementAndGet(Integer.parseInt(words[1]));
        if (Boolean.getBoolean("etl.verbose")) {
          System.err.println(worker + ": " + line);
        }
      }
      default -> violations.add(worker + ": " + line);
    }
  }

  void killed() {
    kills.incrementAndGet();
  }

  int copied(int level) {
    return copied.get(level);
  }

  /** How often a batch may have been copied a second time at this level. */
  int events(int level) {
    return again.get(level) + kills.get();
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public String toString() {
    return "batches copied again " + again + ", workers killed " + kills;
  }
}

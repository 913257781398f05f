package io.kafkavertx.examples.quickstart;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Who got which record how often: the proof that each came back exactly once. Shared by the
 * verticles.
 */
final class Receipts {
  private final AtomicIntegerArray times;
  private final AtomicInteger received = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();

  Receipts(int records) {
    times = new AtomicIntegerArray(records);
  }

  int expected() {
    return times.length();
  }

  void sent() {
    sent.incrementAndGet();
  }

  void received(int id) {
    times.incrementAndGet(id);
    received.incrementAndGet();
  }

  int countSent() {
    return sent.get();
  }

  int countReceived() {
    return received.get();
  }

  /** How many records came more than once. */
  int duplicates() {
    return count(2);
  }

  /** How many records did not come. */
  int missing() {
    return times.length() - count(1);
  }

  private int count(int atLeast) {
    int count = 0;
    for (int i = 0; i < times.length(); i++) {
      if (times.get(i) >= atLeast) {
        count++;
      }
    }
    return count;
  }
}

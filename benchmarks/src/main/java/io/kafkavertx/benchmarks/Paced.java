package io.kafkavertx.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * How long records take from the moment when they are due to their acknowledgement, or to the
 * consumer's handler, at a steady rate that does not wait for anybody: a client that stalls is
 * charged for every record that was due meanwhile. A thread of its own sends, the same way for
 * every contender.
 */
record Paced(double p50Millis, double p99Millis, double p999Millis) {
  static final int RATE = 20_000;
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1) / RATE;

  /** Sends {@code warmup} seconds and then {@code seconds} that count; closes the sender. */
  static Paced of(Contender.Sender opened, Load load, int warmup, int seconds) throws Exception {
    byte[][] payloads = load.payloads();
    try (Contender.Sender sender = opened) {
      run(sender, payloads, warmup * RATE);
      long[] nanos = run(sender, payloads, seconds * RATE);
      Arrays.sort(nanos);
      return new Paced(millis(nanos, 0.5), millis(nanos, 0.99), millis(nanos, 0.999));
    }
  }

  private static double millis(long[] sorted, double part) {
    return sorted[(int) (sorted.length * part)] / 1e6;
  }

  private static long[] run(Contender.Sender sender, byte[][] payloads, int records)
      throws Exception {
    long[] nanos = new long[records];
    CountDownLatch open = new CountDownLatch(records);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    long start = System.nanoTime();
    for (int i = 0; i < records; i++) {
      int index = i;
      long due = start + i * GAP_NANOS;
      for (long early; (early = due - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(early);
      }
      sender.send(
          Load.payload(payloads, i),
          problem -> {
            nanos[index] = System.nanoTime() - due;
            if (problem != null) {
              failure.set(problem);
            }
            open.countDown();
          });
    }
    if (!open.await(1, TimeUnit.MINUTES) || failure.get() != null) {
      throw new IllegalStateException(open.getCount() + " records are open", failure.get());
    }
    return nanos;
  }
}

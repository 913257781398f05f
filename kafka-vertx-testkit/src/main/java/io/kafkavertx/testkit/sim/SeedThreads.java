package io.kafkavertx.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Runs seeds on several threads. They are taken in order, and none is taken any more once one has
 * failed: so all below the lowest that fails have been run, and it is the one that is told.
 */
final class SeedThreads {
  private final AtomicLong next;
  private final long end;
  private final LongConsumer work;
  private final ConcurrentSkipListMap<Long, Throwable> failures = new ConcurrentSkipListMap<>();

  SeedThreads(long from, long end, LongConsumer work) {
    this.next = new AtomicLong(from);
    this.end = end;
    this.work = work;
  }

  void run() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(this::takeSeeds, "seeds-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      next.set(end);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while simulations ran", e);
    }
    if (!failures.isEmpty()) {
      fail(failures.firstEntry().getValue());
    }
  }

  private void takeSeeds() {
    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
      try {
        work.accept(seed);
      } catch (Throwable e) {
        failures.put(seed, e);
        next.set(end);
      }
    }
  }

  private static void fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}

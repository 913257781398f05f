package io.kafkavertx.internal.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class QueueLevelTest {
  private static final int SENDERS = 4;
  private static final int RECORDS = 20_000;
  private static final long LIMIT = 1_000;

  /** Grows with each call of the drain handler; threads that saw "full" wait for the next. */
  private final Phaser drains = new Phaser(1);

  private final QueueLevel level = new QueueLevel(LIMIT, drains::arrive);
  private long held;
  private long taken;

  @Test
  void whoeverStopsAtFullIsToldAndNothingIsLeftInTheCount() throws Exception {
    ExecutorService loop = Executors.newSingleThreadExecutor();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int bytes = 1 + 60 * i;
        all.add(senders.submit(() -> send(loop, bytes)));
      }
      long sent = 0;
      for (Future<Long> each : all) {
        sent += each.get(60, TimeUnit.SECONDS);
      }
      loop.submit(() -> {}).get(60, TimeUnit.SECONDS);
      long stillHeld = loop.submit(() -> held).get(60, TimeUnit.SECONDS);
      loop.submit(() -> release(stillHeld)).get(60, TimeUnit.SECONDS);
      assertThat(taken).isEqualTo(sent);
      assertThat(level.total()).isZero();
      assertThat(level.isFull()).isFalse();
      assertThat(drains.getPhase()).as("calls of the drain handler").isPositive();
    } finally {
      senders.shutdownNow();
      loop.shutdownNow();
    }
  }

  private long send(ExecutorService loop, int bytes) throws Exception {
    long sent = 0;
    for (int i = 0; i < RECORDS; i++) {
      int seen = drains.getPhase();
      if (level.isFull()) {
        // Nobody looks again by himself: without the call this would wait in vain.
        drains.awaitAdvanceInterruptibly(seen, 30, TimeUnit.SECONDS);
      }
      level.departed(bytes);
      sent += bytes;
      loop.execute(() -> take(bytes));
    }
    return sent;
  }

  private void take(int bytes) {
    taken += bytes;
    held += bytes;
    level.held(held);
    level.arrived(bytes);
    if (held > LIMIT / 4) {
      release(held);
    }
  }

  private void release(long bytes) {
    held -= bytes;
    level.held(held);
  }
}

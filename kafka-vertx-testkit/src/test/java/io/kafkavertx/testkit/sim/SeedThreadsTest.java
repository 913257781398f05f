package io.kafkavertx.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Seeds on several threads. */
class SeedThreadsTest {
  @Test
  void eachSeedRunsOnce() {
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger runs = new AtomicInteger();
    new SeedThreads(
            5,
            1005,
            seed -> {
              seen.add(seed);
              runs.incrementAndGet();
            })
        .run();
    assertThat(runs).hasValue(1000);
    assertThat(seen).isEqualTo(LongStream.range(5, 1005).boxed().collect(Collectors.toSet()));
  }

  @Test
  void theLowestSeedThatFailsIsToldAndNoneIsTakenAfterIt() {
    CountDownLatch higherFailed = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    SeedThreads seeds =
        new SeedThreads(
            1,
            100_000,
            seed -> {
              runs.incrementAndGet();
              if (seed == 10 && Runtime.getRuntime().availableProcessors() > 1) {
                awaitQuietly(higherFailed);
              }
              if (seed == 10 || seed == 11) {
                higherFailed.countDown();
                throw new AssertionError("seed " + seed);
              }
            });
    assertThatThrownBy(seeds::run).isInstanceOf(AssertionError.class).hasMessage("seed 10");
    assertThat(runs.get()).isLessThan(100_000 - 1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

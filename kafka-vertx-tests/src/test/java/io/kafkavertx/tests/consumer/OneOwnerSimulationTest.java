package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.sim.Seeds;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Eager members under faults: see {@link OneOwnerRun}. */
final class OneOwnerSimulationTest {
  @Test
  void whateverHappensEachPartitionHasOneOwnerAndNothingIsSkipped() {
    AtomicInteger generations = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    Seeds.runSideBySide(
        OneOwnerSimulationTest.class,
        150,
        world -> {
          generations.addAndGet(new OneOwnerRun(world, "range").go());
          runs.incrementAndGet();
        });
    // Were the faults harmless, the test would say nothing.
    assertThat(generations.get()).isGreaterThan(6 * runs.get());
  }
}

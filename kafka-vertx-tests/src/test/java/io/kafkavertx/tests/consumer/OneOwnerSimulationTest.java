package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.sim.Seeds;
import org.junit.jupiter.api.Test;

/** Eager members under faults: see {@link OneOwnerRun}. */
final class OneOwnerSimulationTest {
  @Test
  void whateverHappensEachPartitionHasOneOwnerAndNothingIsSkipped() {
    int[] generations = {0};
    int[] runs = {0};
    Seeds.run(
        OneOwnerSimulationTest.class,
        150,
        world -> {
          generations[0] += new OneOwnerRun(world, "range").go();
          runs[0]++;
        });
    // Were the faults harmless, the test would say nothing.
    assertThat(generations[0]).isGreaterThan(6 * runs[0]);
  }
}

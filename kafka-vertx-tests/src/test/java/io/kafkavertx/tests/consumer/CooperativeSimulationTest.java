package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimWorld;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members that keep their partitions while they join (KIP-429). */
final class CooperativeSimulationTest {
  private static final String COOPERATIVE = "cooperative-sticky";

  @Test
  void whateverHappensEachPartitionHasOneOwnerAndNothingIsSkipped() {
    churn(20);
  }

  @Test
  @Tag("slow")
  void whateverHappensEachPartitionHasOneOwnerInFiveHundredWorlds() {
    churn(500);
  }

  private static void churn(int seeds) {
    int[] generations = {0};
    int[] runs = {0};
    Seeds.run(
        CooperativeSimulationTest.class,
        seeds,
        world -> {
          generations[0] += new OneOwnerRun(world, COOPERATIVE).go();
          runs[0]++;
        });
    // Were the faults harmless, the test would say nothing.
    assertThat(generations[0]).isGreaterThan(6 * runs[0]);
  }

  @Test
  void partitionsThatStayAreReadThroughoutAndEachRecordOnce() {
    stay(10);
  }

  @Test
  @Tag("slow")
  void partitionsThatStayAreReadThroughoutInThreeHundredWorlds() {
    stay(300);
  }

  private static void stay(int seeds) {
    int[] moved = {0};
    int[] runs = {0};
    Seeds.run(
        CooperativeSimulationTest.class,
        seeds,
        world -> {
          moved[0] += new StayingRun(world, COOPERATIVE).go();
          runs[0]++;
        });
    assertThat(moved[0]).isGreaterThan(5 * runs[0]);
  }

  @Test
  void eagerMembersInterruptThemselves() {
    for (long seed = 1; seed <= 3; seed++) {
      SimWorld world = new SimWorld(seed);
      assertThatThrownBy(() -> new StayingRun(world, "sticky").go())
          .isInstanceOf(SimFailure.class)
          .hasMessageContaining("and came back");
    }
  }
}

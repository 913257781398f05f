package io.kafkavertx.tests.sim;

import io.kafkavertx.testkit.sim.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 10,000 seeds of consumers of one group that come, go and die, seek and commit, through faults of
 * every kind: most of them small, some with 20 members and 64 partitions.
 */
@Tag("slow")
class GroupSimulationTest {
  private static final GroupRun.Scale SMALL =
      new GroupRun.Scale(3, 2, false, Duration.ofSeconds(2), 8, 4);
  private static final GroupRun.Scale MIDDLE =
      new GroupRun.Scale(6, 4, false, Duration.ofSeconds(12), 60, 8);
  private static final GroupRun.Scale CROWD =
      new GroupRun.Scale(64, 20, true, Duration.ofSeconds(10), 100, 30);

  private final Tally tally = new Tally();

  private void run(int seeds, GroupRun.Scale scale, String... assignors) {
    Seeds.run(
        GroupSimulationTest.class,
        seeds,
        world ->
            new GroupRun(world, scale, assignors[(int) (world.seed() % assignors.length)], tally)
                .run());
    tally.check(
        "faults",
        "records read",
        "records read again",
        "generations",
        "crashes",
        "joins",
        "coordinator moves",
        "seeks",
        "refusals",
        "failures told");
  }

  @Test
  void everyRecordIsReadAndNoPartitionHasTwoOwnersInOneGeneration() {
    run(200, MIDDLE, "range");
  }

  @Test
  void soItIsWithMembersThatKeepPartitionsWhileTheyJoin() {
    run(200, MIDDLE, "cooperative-sticky");
  }

  @Test
  void soItIsInThousandsOfSmallWorlds() {
    run(9560, SMALL, "range", "cooperative-sticky");
  }

  @Test
  void soItIsWithTwentyMembersAndSixtyFourPartitions() {
    run(40, CROWD, "range", "cooperative-sticky");
  }
}

package io.kafkavertx.partitioners;

import static io.kafkavertx.partitioners.Load.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.Partitioner;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.JavaClientChoice;
import org.junit.jupiter.api.Test;

/** Partitions are as likely as in the Java client, whatever waits and whoever is available. */
final class ChancesOracleTest {
  private static final int DRAWS = 40_000;
  private static final double DEVIATIONS = 5.5;

  private final Random random = new Random(794);

  @Test
  void partitionsAreAsLikelyAsInTheJavaClient() {
    for (int round = 0; round < 60; round++) {
      compare(round, true, null);
    }
  }

  @Test
  void partitionsAreAsLikelyAsInTheJavaClientWithRacks() {
    for (int round = 0; round < 60; round++) {
      compare(round, round % 4 > 0, "rack" + round % 3);
    }
  }

  private void compare(int round, boolean adaptive, String rack) {
    int count = 2 + random.nextInt(5);
    int[] queued = new int[count];
    String[] leaders = new String[count];
    boolean[] stalled = new boolean[count];
    Load load = new Load(count);
    for (int i = 0; i < count; i++) {
      queued[i] = random.nextInt(round % 5 == 0 ? 1 : 8);
      leaders[i] = random.nextInt(5) == 0 ? null : "rack" + random.nextInt(3);
      stalled[i] = random.nextInt(4) == 0;
      load.queued[i] = (long) queued[i] * Load.BATCH;
      load.racks[i] = leaders[i];
      load.unavailable[i] = leaders[i] == null;
      load.stalledMillis[i] = stalled[i] ? 1000 : 5;
    }
    load.clientRack = rack;
    double[] expected = JavaClientChoice.chances(queued, leaders, stalled, rack, adaptive);
    Partitioner partitioner =
        create(
            "default",
            new JsonObject()
                .put("seed", round)
                .put("adaptive", adaptive)
                .put("availabilityTimeout", 500)
                .put("rackAware", rack != null));
    int[] drawn = new int[count];
    for (int i = 0; i < DRAWS; i++) {
      int chosen = partitioner.partition(null, null, load);
      partitioner.appended(load, chosen, 2 * Load.BATCH);
      drawn[chosen]++;
    }
    for (int i = 0; i < count; i++) {
      double spread = Math.sqrt(DRAWS * expected[i] * (1 - expected[i]));
      assertThat((double) drawn[i])
          .as(
              "round %d, partition %d of %s queued, %s leaders, %s stalled, rack %s",
              round,
              i,
              Arrays.toString(queued),
              Arrays.toString(leaders),
              Arrays.toString(stalled),
              rack)
          .isBetween(
              DRAWS * expected[i] - DEVIATIONS * spread - 0.5,
              DRAWS * expected[i] + DEVIATIONS * spread + 0.5);
    }
  }

  /**
   * Six partitions, each on a broker of its own that takes a batch now and then; records come as
   * fast as they can all be taken.
   */
  private static double[] shares(Partitioner partitioner, int slow, double slowness) {
    Load load = new Load(6);
    double[] waiting = new double[6];
    long[] records = new long[6];
    for (int step = 0; step < 300_000; step++) {
      int chosen = partitioner.partition(null, null, load);
      partitioner.appended(load, chosen, 100);
      records[chosen]++;
      waiting[chosen] += 100;
      for (int i = 0; i < 6; i++) {
        waiting[i] = Math.max(0, waiting[i] - (i == slow ? 20 / slowness : 20));
        load.queued[i] = (long) waiting[i];
      }
    }
    return Arrays.stream(records).mapToDouble(n -> n / 300_000.0).toArray();
  }

  @Test
  void aSlowBrokerGetsLessAndAllGetTheSameWhenNoneIsSlow() {
    double[] even = shares(create("default", new JsonObject().put("seed", 1)), -1, 1);
    assertThat(Arrays.stream(even)).allMatch(share -> share > 0.155 && share < 0.178);

    double[] adapted = shares(create("default", new JsonObject().put("seed", 1)), 2, 8);
    assertThat(adapted[2]).isLessThan(0.08);
    for (int i = 0; i < 6; i++) {
      if (i != 2) {
        assertThat(adapted[i]).isBetween(0.17, 0.21);
      }
    }

    double[] uniform =
        shares(create("default", new JsonObject().put("seed", 1).put("adaptive", false)), 2, 8);
    assertThat(uniform[2]).isBetween(0.155, 0.178);
  }
}

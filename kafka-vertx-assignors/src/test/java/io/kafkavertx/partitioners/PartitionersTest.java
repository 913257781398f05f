package io.kafkavertx.partitioners;

import static io.kafkavertx.partitioners.Load.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.Partitioner;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class PartitionersTest {
  private static int[] spread(Partitioner partitioner, Load load, int records, int bytes) {
    int[] counts = new int[load.partitionCount()];
    for (int i = 0; i < records; i++) {
      int partition = partitioner.partition(null, new byte[1], load);
      partitioner.appended(load, partition, bytes);
      counts[partition]++;
    }
    return counts;
  }

  @Test
  void keysGoWhereTheJavaClientSendsThem() {
    Random random = new Random(7);
    Partitioner partitioner = create("default", new JsonObject());
    for (int i = 0; i < 100_000; i++) {
      byte[] key = new byte[random.nextInt(40)];
      random.nextBytes(key);
      Load load = new Load(1 + random.nextInt(100));
      assertThat(partitioner.partition(key, null, load))
          .isEqualTo(BuiltInPartitioner.partitionForKey(key, load.partitionCount()));
    }
  }

  @Test
  void keylessRecordsStayUntilABatchIsFull() {
    Partitioner partitioner = create("default", new JsonObject().put("seed", 3));
    Load load = new Load(10);
    int switches = 0;
    int last = -1;
    for (int i = 0; i < 9000; i++) {
      int partition = partitioner.partition(null, null, load);
      partitioner.appended(load, partition, 100);
      switches += partition != last ? 1 : 0;
      last = partition;
    }
    // Nine records of 100 bytes fit beside the header; one switch in ten falls on the same
    // partition again.
    assertThat(switches).isBetween(850, 950);
  }

  @Test
  void keylessRecordsSpreadEvenly() {
    int[] counts =
        spread(create("default", new JsonObject().put("seed", 3)), new Load(10), 1_000_000, 100);
    for (int count : counts) {
      assertThat(count).isBetween(96_000, 104_000);
    }
  }

  @Test
  void aSlowPartitionGetsLessAndOneWithoutLeaderNothing() {
    Load load = new Load(4);
    load.queued[1] = 50_000;
    load.unavailable[3] = true;
    int[] counts = spread(create("default", new JsonObject().put("seed", 3)), load, 100_000, 500);
    assertThat(counts[1]).isLessThan(counts[0] / 10);
    assertThat(counts[3]).isZero();
    assertThat(counts[0]).isCloseTo(counts[2], org.assertj.core.data.Percentage.withPercentage(10));
  }

  @Test
  void recordsAreNotRefusedWhenNoPartitionHasALeader() {
    Load load = new Load(3);
    java.util.Arrays.fill(load.unavailable, true);
    assertThat(create("default", new JsonObject()).partition(null, null, load)).isBetween(0, 2);
    assertThat(create("roundrobin", new JsonObject()).partition(null, null, load)).isBetween(0, 2);
  }

  @Test
  void keysCanBeIgnored() {
    Partitioner partitioner = create("default", new JsonObject().put("ignoreKeys", true));
    Set<Integer> seen = new TreeSet<>();
    Load load = new Load(3);
    for (int i = 0; i < 1000; i++) {
      int partition = partitioner.partition(new byte[] {1}, null, load);
      partitioner.appended(load, partition, 900);
      seen.add(partition);
    }
    assertThat(seen).containsExactly(0, 1, 2);
  }

  @Test
  void roundRobinTakesEachPartitionInTurnAndSkipsThoseWithoutLeader() {
    Partitioner partitioner = create("roundrobin", new JsonObject());
    Load load = new Load(3);
    load.unavailable[1] = true;
    int[] taken = new int[5];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = partitioner.partition(new byte[] {9}, null, load);
    }
    assertThat(taken).containsExactly(0, 2, 0, 2, 0);
  }

  @Test
  void aWrongOptionNamesItsKey() {
    assertThatThrownBy(() -> create("default", new JsonObject().put("ignoreKeys", "maybe")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ignoreKeys");
    assertThatThrownBy(() -> create("fnv1a", new JsonObject().put("ignoreKeys", true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("fnv1a", "ignoreKeys", "availabilityTimeout");
    assertThatThrownBy(() -> create("default", new JsonObject().put("availabilityTimeout", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("availabilityTimeout");
  }

  @Test
  void aBatchIsNotLeftHalfFull() {
    Partitioner partitioner = create("default", new JsonObject().put("seed", 5));
    Load load = new Load(50);
    int first = partitioner.partition(null, null, load);
    load.open = first;
    // As if the first batch had left after its linger with 600 bytes in it, and the second has 400.
    for (int i = 0; i < 10; i++) {
      assertThat(partitioner.partition(null, null, load)).isEqualTo(first);
      partitioner.appended(load, first, 100);
    }
    assertThat(partitioner.partition(null, null, load)).isEqualTo(first);
    // Now it is full, or gone.
    load.open = -1;
    assertThat(partitioner.partition(null, null, load)).isNotEqualTo(first);
  }

  @Test
  void atTheLatestItMovesOnAfterTwoBatches() {
    Partitioner partitioner = create("default", new JsonObject().put("seed", 5));
    Load load = new Load(50);
    int first = partitioner.partition(null, null, load);
    load.open = first;
    int records = 0;
    while (partitioner.partition(null, null, load) == first && records < 100) {
      partitioner.appended(load, first, 100);
      records++;
    }
    assertThat(records).isEqualTo(20);
  }

  @Test
  void theNextBatchIsNotBegunWhereNothingCanBeSent() {
    Partitioner partitioner =
        create("default", new JsonObject().put("seed", 5).put("availabilityTimeout", 100));
    Load load = new Load(3);
    int first = partitioner.partition(null, null, load);
    partitioner.appended(load, first, 10);
    load.open = first;
    load.stalledMillis[first] = 101;
    assertThat(partitioner.partition(null, null, load)).isEqualTo(first);
    load.open = -1;
    int second = partitioner.partition(null, null, load);
    assertThat(second).isNotEqualTo(first);
    load.unavailable[second] = true;
    assertThat(partitioner.partition(null, null, load)).isEqualTo(3 - first - second);
  }

  @Test
  void oneThatHasTakenNothingForTooLongIsLeftOutOnlyWhenAsked() {
    Load load = new Load(2);
    load.stalledMillis[1] = 60_000;
    assertThat(spread(create("default", new JsonObject().put("seed", 1)), load, 10_000, 500)[1])
        .isBetween(4_500, 5_500);
    JsonObject timeout = new JsonObject().put("seed", 1).put("availabilityTimeout", 59_999);
    assertThat(spread(create("default", timeout), load, 10_000, 500)[1]).isZero();
    assertThat(spread(create("default", timeout.put("adaptive", false)), load, 10_000, 500)[1])
        .isBetween(4_500, 5_500);
    timeout.put("adaptive", true);
    load.stalledMillis[0] = 60_000;
    assertThat(spread(create("default", timeout), load, 10_000, 500)[1]).isBetween(4_500, 5_500);
  }

  @Test
  void loadHasNoInfluenceWhenSwitchedOff() {
    Load load = new Load(4);
    load.queued[1] = 50_000;
    int[] counts =
        spread(
            create("default", new JsonObject().put("seed", 3).put("adaptive", false)),
            load,
            100_000,
            500);
    assertThat(counts[1]).isBetween(24_000, 26_000);
  }

  @Test
  void leadersInTheProducersRackArePreferredWhileThereAreSome() {
    Load load = new Load(6);
    load.racks = new String[] {"a", "b", "b", null, "c", "a"};
    load.clientRack = "b";
    JsonObject aware = new JsonObject().put("seed", 3).put("rackAware", true);
    int[] counts = spread(create("default", aware), load, 10_000, 500);
    assertThat(counts[1]).isBetween(4_500, 5_500);
    assertThat(counts[2]).isEqualTo(10_000 - counts[1]);

    load.unavailable[1] = true;
    assertThat(spread(create("default", aware), load, 1000, 500)[2]).isEqualTo(1000);
    load.unavailable[2] = true;
    assertThat(spread(create("default", aware), load, 10_000, 500)[3]).isBetween(2_200, 2_800);
    load.unavailable[1] = false;
    load.clientRack = null;
    assertThat(spread(create("default", aware), load, 10_000, 500)[3]).isBetween(1_700, 2_300);
    load.clientRack = "b";
    assertThat(spread(create("default", new JsonObject().put("seed", 3)), load, 10_000, 500)[3])
        .isBetween(1_700, 2_300);
  }
}

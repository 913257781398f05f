package io.kafkavertx.partitioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.TopicLoad;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class PartitionersTest {
  private static final class Load implements TopicLoad {
    private final long[] queued;
    private final boolean[] unavailable;

    Load(int partitions) {
      queued = new long[partitions];
      unavailable = new boolean[partitions];
    }

    @Override
    public String topic() {
      return "t";
    }

    @Override
    public int partitionCount() {
      return queued.length;
    }

    @Override
    public boolean isAvailable(int partition) {
      return !unavailable[partition];
    }

    @Override
    public long queuedBytes(int partition) {
      return queued[partition];
    }

    @Override
    public String leaderRack(int partition) {
      return null;
    }

    @Override
    public int batchSize() {
      return 1000;
    }
  }

  private static Partitioner create(String name, JsonObject config) {
    for (PartitionerFactory factory : ServiceLoader.load(PartitionerFactory.class)) {
      if (factory.name().equals(name)) {
        return factory.create(config);
      }
    }
    throw new AssertionError("no partitioner " + name);
  }

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
  }
}

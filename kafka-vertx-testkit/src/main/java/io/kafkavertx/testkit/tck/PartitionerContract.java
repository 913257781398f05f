package io.kafkavertx.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.TopicLoad;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a partitioner must keep to: it always names a partition that there is, whatever the record
 * and the state of the topic, leaves the record's bytes alone and never blocks the event loop.
 */
public abstract class PartitionerContract extends PluginContract<PartitionerFactory> {
  private static final int RECORDS = 20_000;

  protected PartitionerContract() {
    super(PartitionerFactory.class);
  }

  /**
   * Whether records with one key all go to one partition while the number of partitions stays the
   * same; true unless overridden.
   */
  protected boolean keepsKeysTogether() {
    return true;
  }

  /**
   * Whether a key without bytes is a key like any other; true unless overridden. Otherwise it
   * counts as none.
   */
  protected boolean anEmptyKeyIsAKey() {
    return true;
  }

  @Test
  void thePartitionIsAlwaysOneThatThereIs() {
    try (Partitioner partitioner = factory().create(config())) {
      Random random = new Random(1);
      Load load = new Load();
      for (int i = 0; i < RECORDS; i++) {
        load.change(random);
        byte[] key = bytes(random);
        byte[] value = bytes(random);
        int partition = partitioner.partition(key, value, load);
        assertTrue(
            partition >= 0 && partition < load.count,
            "partition " + partition + " of " + load.count);
        partitioner.appended(load, partition, random.nextInt(40_000));
      }
    }
  }

  @Test
  void theRecordIsLeftAsItWas() {
    try (Partitioner partitioner = factory().create(config())) {
      Random random = new Random(2);
      Load load = new Load();
      for (int i = 0; i < 1000; i++) {
        load.change(random);
        byte[] key = new byte[1 + random.nextInt(30)];
        byte[] value = new byte[1 + random.nextInt(30)];
        random.nextBytes(key);
        random.nextBytes(value);
        byte[] keyBefore = key.clone();
        byte[] valueBefore = value.clone();
        partitioner.partition(key, value, load);
        assertArrayEquals(keyBefore, key, "the key was changed");
        assertArrayEquals(valueBefore, value, "the value was changed");
      }
    }
  }

  @Test
  void equalKeysStayTogetherWhateverTheLoad() {
    if (!keepsKeysTogether()) {
      return;
    }
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      Load load = new Load();
      load.count = 1 + random.nextInt(50);
      int length = random.nextInt(30);
      byte[] key = new byte[anEmptyKeyIsAKey() ? length : length + 1];
      random.nextBytes(key);
      try (Partitioner one = factory().create(config());
          Partitioner other = factory().create(config())) {
        int partition = one.partition(key, null, load);
        one.appended(load, partition, load.batchSize());
        load.seed = round;
        assertEquals(partition, one.partition(key.clone(), new byte[9], load));
        assertEquals(
            partition, other.partition(key, null, load), "two producers do not agree on a key");
      }
    }
  }

  @Test
  void itNeverBlocksTheEventLoop() {
    ThreadRule.neverBlocks("the partitioner", this::useOne);
  }

  @Test
  void partitionersOfTwoClientsWorkSideBySide() {
    ThreadRule.sideBySide(2, this::useOne);
  }

  private void useOne() {
    try (Partitioner partitioner = factory().create(config())) {
      Random random = new Random(4);
      Load load = new Load();
      for (int i = 0; i < RECORDS; i++) {
        load.change(random);
        int partition = partitioner.partition(bytes(random), bytes(random), load);
        assertTrue(partition >= 0 && partition < load.count, "partition " + partition);
        partitioner.appended(load, partition, random.nextInt(4000));
      }
    }
  }

  private static byte[] bytes(Random random) {
    if (random.nextInt(3) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(30)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A topic that changes from record to record, and stays as it is during a call. */
  private static final class Load implements TopicLoad {
    private int topic;
    private int count = 1;
    private int seed;
    private boolean down;

    void change(Random next) {
      topic = next.nextInt(3);
      count = next.nextInt(10) == 0 ? 1 + next.nextInt(100) : count;
      down = next.nextInt(50) == 0;
      seed = next.nextInt(1 << 20);
    }

    private int pick(int partition, int bound) {
      return Math.floorMod((seed + partition) * 0x9E3779B1, bound);
    }

    @Override
    public String topic() {
      return "topic" + topic;
    }

    @Override
    public int partitionCount() {
      return count;
    }

    @Override
    public boolean isAvailable(int partition) {
      return !down && pick(partition, 5) > 0;
    }

    @Override
    public long queuedBytes(int partition) {
      return pick(partition, 100_000);
    }

    @Override
    public String leaderRack(int partition) {
      return pick(partition, 2) == 0 ? null : "rack" + pick(partition, 3);
    }

    @Override
    public int batchSize() {
      return 16_384;
    }

    @Override
    public boolean hasOpenBatch(int partition) {
      return pick(partition, 3) == 0;
    }

    @Override
    public long stalledNanos(int partition) {
      return pick(partition, 4) == 0 ? pick(partition, 1_000_000) * 1000L : 0;
    }

    @Override
    public String clientRack() {
      return seed % 2 == 0 ? null : "rack1";
    }
  }
}

package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random faults from a seed: lost requests and answers, silence, error codes, leaders that move,
 * brokers that die and forget. Replay one seed with {@code -Dproducer.seed=N}.
 */
final class ProducerModelTest {
  private static final int SEEDS = Integer.getInteger("producer.seeds", 100);
  private static final int PARTITIONS = 6;
  private static final int RECORDS = 3000;

  private static final ErrorCode[] CODES = {
    ErrorCode.NOT_LEADER_OR_FOLLOWER,
    ErrorCode.NOT_ENOUGH_REPLICAS,
    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    ErrorCode.CORRUPT_MESSAGE,
    ErrorCode.LEADER_NOT_AVAILABLE
  };

  @Test
  void acknowledgedRecordsAreStoredOnceAndInOrderWhateverHappens() {
    Integer only = Integer.getInteger("producer.seed");
    for (int seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
      try {
        run(seed, false);
        run(seed, true);
      } catch (Throwable e) {
        throw new AssertionError(
            "seed "
                + seed
                + "; replay: mvn test -pl kafka-vertx-core -am -Dtest=ProducerModelTest"
                + " -Dproducer.seed="
                + seed,
            e);
      }
    }
  }

  private static void run(int seed, boolean shortTimeouts) {
    Random random = new Random(seed);
    ProducerRig rig = new ProducerRig(seed);
    rig.cluster.topic("t", PARTITIONS);
    rig.batchSize = 100 + random.nextInt(2000);
    rig.lingerMillis = random.nextInt(3) * 5L;
    if (shortTimeouts) {
      rig.requestTimeoutMillis = 300;
      rig.deliveryTimeoutMillis = 1500;
    } else {
      rig.requestTimeoutMillis = 3000;
    }
    rig.start();
    faults(rig, random, shortTimeouts);
    Map<String, Future<RecordMetadata>> futures = new LinkedHashMap<>();
    Map<TopicPartition, List<String>> sent = new HashMap<>();
    for (int i = 0; i < RECORDS; i++) {
      int partition = random.nextInt(PARTITIONS);
      String value = partition + ":" + i;
      futures.put(value, rig.send("t", partition, value));
      sent.computeIfAbsent(new TopicPartition("t", partition), tp -> new ArrayList<>()).add(value);
      if (random.nextInt(20) == 0) {
        rig.loop.advanceMillis(random.nextInt(10));
      }
      if (random.nextInt(400) == 0) {
        disturb(rig, random, shortTimeouts);
      }
    }
    rig.loop.advanceMillis(3000);
    rig.cluster.down.clear();
    rig.cluster.fault = (node, request) -> null;
    rig.get(rig.core.flush(), 300_000);
    check(rig, futures, sent, shortTimeouts);
    rig.get(rig.core.close(rig.loop.nanoTime()), 1);
    rig.loop.advanceMillis(10_000);
    assertThat(rig.pool.released).as("buffers that were used again").isPositive();
    assertThat(rig.core.used()).isZero();
    assertThat(rig.loop.pending()).isZero();
  }

  private static void faults(ProducerRig rig, Random random, boolean silence) {
    rig.cluster.fault =
        (node, request) ->
            switch (random.nextInt(40)) {
              case 0 -> ModelCluster.Action.LOSE_REQUEST;
              case 1 -> ModelCluster.Action.LOSE_ANSWER;
              case 2 -> silence || random.nextInt(5) == 0 ? ModelCluster.Action.SILENCE : null;
              default -> null;
            };
  }

  private static void disturb(ProducerRig rig, Random random, boolean refusals) {
    int partition = random.nextInt(PARTITIONS);
    switch (random.nextInt(refusals ? 6 : 4)) {
      case 0 -> rig.cluster.fail("t", partition, CODES[random.nextInt(CODES.length)]);
      case 1 -> rig.cluster.partition("t", partition).moveTo(1 + random.nextInt(3));
      case 2 -> {
        rig.cluster.down.clear();
        rig.cluster.kill(1 + random.nextInt(3));
      }
      case 3 -> rig.cluster.down.clear();
      case 4 -> rig.cluster.fail("t", partition, ErrorCode.INVALID_RECORD);
      default -> rig.cluster.fail("t", partition, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }
  }

  private static void check(
      ProducerRig rig,
      Map<String, Future<RecordMetadata>> futures,
      Map<TopicPartition, List<String>> sent,
      boolean failuresAllowed) {
    Set<String> unknown = new HashSet<>();
    Set<String> failed = new HashSet<>();
    futures.forEach(
        (value, future) -> {
          assertThat(future.isComplete()).as(value).isTrue();
          if (future.failed()) {
            assertThat(failuresAllowed).as(value + ": " + future.cause()).isTrue();
            (future.cause() instanceof OutcomeUnknownException ? unknown : failed).add(value);
          }
        });
    sent.forEach(
        (partition, values) -> {
          List<String> log = rig.cluster.partitions.get(partition).values;
          List<String> expected = new ArrayList<>(values);
          expected.removeIf(
              value -> failed.contains(value) || unknown.contains(value) && !log.contains(value));
          assertThat(log).as(partition.toString()).isEqualTo(expected);
          for (String value : expected) {
            RecordMetadata metadata =
                futures.get(value).succeeded() ? futures.get(value).result() : null;
            if (metadata != null && metadata.offset() >= 0) {
              assertThat(log.get((int) metadata.offset())).isEqualTo(value);
            }
          }
        });
  }
}

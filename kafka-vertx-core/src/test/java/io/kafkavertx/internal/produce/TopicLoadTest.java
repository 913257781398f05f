package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaException;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.TopicLoad;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What partitioners are told is true, and what they do wrong stays theirs. */
final class TopicLoadTest {
  private final ProducerRig rig = new ProducerRig();
  private final Watching watching = new Watching();

  /** Takes the partition it is told to take. */
  private static final class Watching implements Partitioner {
    private int next;
    private TopicLoad load;
    private final List<Boolean> openAfter = new ArrayList<>();

    @Override
    public int partition(byte[] key, byte[] value, TopicLoad topic) {
      load = topic;
      return next;
    }

    @Override
    public void appended(TopicLoad topic, int partition, int bytes) {
      openAfter.add(topic.hasOpenBatch(partition));
    }
  }

  private TopicLoad start(int partitions) {
    rig.cluster.topic("t", partitions);
    rig.partitioner = watching;
    rig.start();
    rig.get(rig.send("t", -1, "warm"), 1000);
    watching.openAfter.clear();
    return watching.load;
  }

  @Test
  void whatWaitsIsCountedUntilItIsSent() {
    TopicLoad load = start(3);
    assertThat(load.queuedBytes(0)).isZero();
    Future<RecordMetadata> sent = rig.send("t", -1, "x".repeat(100));
    assertThat(load.queuedBytes(0)).isBetween(161L, 190L);
    assertThat(load.queuedBytes(1)).isZero();
    assertThat(load.hasOpenBatch(0)).isTrue();
    assertThat(load.hasOpenBatch(1)).isFalse();
    rig.get(sent, 100);
    assertThat(load.queuedBytes(0)).isZero();
    assertThat(load.hasOpenBatch(0)).isFalse();
    assertThat(load.isAvailable(0)).isTrue();
    assertThat(load.batchSize()).isEqualTo(rig.batchSize);
  }

  @Test
  void whetherTheBatchTakesMoreIsKnownWhenARecordHasBeenAppended() {
    rig.lingerMillis = 500;
    start(1);
    for (int i = 0; i < 9; i++) {
      rig.send("t", -1, "x".repeat(200));
    }
    // Four of these fit into 1000 bytes.
    assertThat(watching.openAfter)
        .containsExactly(true, true, true, false, true, true, true, false, true);
  }

  @Test
  void aBrokerThatCannotBeReachedIsStalledFromTheFirstBatchOn() {
    TopicLoad load = start(3);
    rig.cluster.metadataFollows = false;
    rig.cluster.down.add(1);
    rig.loop.advanceMillis(5000);
    assertThat(load.stalledNanos(0)).isZero();
    rig.send("t", -1, "a");
    rig.loop.advanceMillis(5 + 700);
    assertThat(load.stalledNanos(0) / ProducerRig.MILLI).isBetween(698L, 702L);
    assertThat(load.stalledNanos(1)).isZero();
    rig.cluster.down.remove(1);
    rig.loop.advanceMillis(2000);
    assertThat(load.stalledNanos(0)).isZero();
    assertThat(rig.cluster.partition("t", 0).values).contains("a");
  }

  @Test
  void aBrokerThatNobodyWantsToSendToAnyLongerIsNotStalled() {
    rig.deliveryTimeoutMillis = 1000;
    rig.requestTimeoutMillis = 500;
    TopicLoad load = start(1);
    rig.cluster.metadataFollows = false;
    rig.cluster.down.add(1);
    Future<RecordMetadata> sent = rig.send("t", -1, "a");
    rig.loop.advanceMillis(900);
    assertThat(load.stalledNanos(0)).isPositive();
    rig.failure(sent, 1000);
    rig.loop.advanceMillis(2000);
    assertThat(load.stalledNanos(0)).isZero();
  }

  @Test
  void aBrokerThatDoesNotAnswerIsStalledOnceNoMoreRequestsMayBeUnderWay() {
    rig.maxInFlight = 2;
    rig.idempotent = false;
    TopicLoad load = start(3);
    rig.cluster.latencyNanos = 3000 * ProducerRig.MILLI;
    rig.send("t", -1, "a");
    rig.loop.advanceMillis(100);
    assertThat(load.stalledNanos(0)).isZero();
    rig.send("t", -1, "b");
    rig.loop.advanceMillis(5 + 400);
    assertThat(load.stalledNanos(0) / ProducerRig.MILLI).isBetween(398L, 402L);
    rig.loop.advanceMillis(5000);
    assertThat(load.stalledNanos(0)).isZero();
  }

  @Test
  void theProducersRackAndTheLeadersAreTold() {
    rig.clientRack = "north";
    TopicLoad load = start(1);
    assertThat(load.clientRack()).isEqualTo("north");
    assertThat(load.leaderRack(0)).isNull();
  }

  /** Fails in each call that it is asked to fail in. */
  private static final class Failing implements Partitioner {
    private boolean choosing;
    private int appended;
    private boolean closed;

    @Override
    public int partition(byte[] key, byte[] value, TopicLoad topic) {
      if (choosing) {
        throw new IllegalStateException("no idea");
      }
      return 0;
    }

    @Override
    public void appended(TopicLoad topic, int partition, int bytes) {
      appended++;
      throw new NoSuchMethodError("made for another version");
    }

    @Override
    public void close() {
      closed = true;
      throw new IllegalStateException("cannot let go");
    }
  }

  @Test
  void aPartitionerThatThrowsIsNamedAndTheProducerGoesOn() {
    Failing failing = new Failing();
    failing.choosing = true;
    rig.cluster.topic("t", 1);
    rig.partitioner = failing;
    rig.start();
    // The first waits for metadata, the second is placed at once.
    Throwable waiting = rig.failure(rig.send("t", -1, "a"), 1000);
    Throwable atOnce = rig.failure(rig.send("t", -1, "b"), 1000);
    for (Throwable failure : List.of(waiting, atOnce)) {
      assertThat(failure)
          .isInstanceOf(KafkaException.class)
          .hasMessageContainingAll(Failing.class.getName(), "topic t", "no idea");
    }
    failing.choosing = false;
    rig.get(rig.send("t", -1, "c"), 1000);
    rig.get(rig.send("t", 0, "d"), 1000);
    assertThat(failing.appended).isEqualTo(2);
    assertThat(rig.cluster.partition("t", 0).values).containsExactly("c", "d");
    assertThat(rig.core.used()).isZero();
    rig.get(rig.core.close(rig.loop.nanoTime() + 1000 * ProducerRig.MILLI), 1000);
    assertThat(failing.closed).isTrue();
  }
}

package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.RecordMetadata;
import io.kafkavertx.protocol.ErrorCode;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** Metadata of topics that nobody sends to is not asked for any longer than it has to be. */
final class IdleTopicsTest {
  private final ProducerRig rig = new ProducerRig();

  @Test
  void aTopicIsDroppedWhenItHasBeenIdleForTooLongAndComesBackWithTheNextRecord() {
    rig.cluster.topic("idle", 1).topic("busy", 1);
    rig.start();
    rig.get(rig.send("idle", 0, "v0"), 1000);
    for (int minute = 0; minute < 4; minute++) {
      rig.loop.advanceMillis(60_000);
      rig.get(rig.send("busy", 0, "v" + minute), 1000);
      rig.cluster.learn();
    }
    assertThat(rig.cluster.retained).containsExactlyInAnyOrder("idle", "busy");
    rig.loop.advanceMillis(60_000);
    rig.cluster.learn();
    assertThat(rig.cluster.retained).containsExactly("busy");
    assertThat(rig.get(rig.send("idle", 0, "v1"), 1000).offset()).isEqualTo(1);
    assertThat(rig.cluster.retained).containsExactlyInAnyOrder("idle", "busy");
  }

  @Test
  void aTopicWithRecordsThatWaitIsNotIdle() {
    rig.cluster.topic("t", 1);
    rig.deliveryTimeoutMillis = 900_000;
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.down.add(1);
    Future<RecordMetadata> waiting = rig.send("t", 0, "v1");
    for (int minute = 0; minute < 8; minute++) {
      rig.loop.advanceMillis(60_000);
      rig.cluster.learn();
    }
    assertThat(rig.cluster.retained).containsExactly("t");
    rig.cluster.down.clear();
    rig.cluster.learn();
    assertThat(rig.get(waiting, 10_000).offset()).isEqualTo(1);
  }

  private void sendOnceAndLetItBeForgotten() {
    rig.cluster.topic("idle", 2).topic("busy", 1);
    rig.start();
    rig.get(rig.send("busy", 0, "v0"), 1000);
    rig.get(rig.send("idle", 1, "v0"), 1000);
    rig.loop.advanceMillis(301_000);
    rig.get(rig.send("busy", 0, "v1"), 1000);
    rig.cluster.learn();
    assertThat(rig.cluster.retained).containsExactly("busy");
  }

  /** The broker would take it for a repetition, and its record would be lost. */
  @Test
  void sequenceNumbersGoOnWhenATopicComesBack() {
    sendOnceAndLetItBeForgotten();
    rig.get(rig.send("idle", 1, "v1"), 1000);
    assertThat(rig.cluster.partition("idle", 1).values).containsExactly("v0", "v1");
    assertThat(rig.core.epochBumps()).isZero();
  }

  @Test
  void anEpochThatBeganMeanwhileCountsForForgottenTopicsToo() {
    sendOnceAndLetItBeForgotten();
    rig.cluster.fail("busy", 0, ErrorCode.UNKNOWN_PRODUCER_ID);
    rig.get(rig.send("busy", 0, "v2"), 1000);
    assertThat(rig.core.epochBumps()).isEqualTo(1);
    rig.get(rig.send("idle", 1, "v1"), 1000);
    assertThat(rig.cluster.partition("idle", 1).values).containsExactly("v0", "v1");
    assertThat(rig.core.epochBumps()).isEqualTo(1);
  }
}

package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.RecordMetadata;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/**
 * Buffers of batches are used again only when nobody can still read them. The pool poisons what it
 * takes back, and the model checks what it reads, so a buffer that comes back too early fails here.
 */
final class BatchBuffersTest {
  private final ProducerRig rig = new ProducerRig();

  private void store(int records) {
    for (int i = 0; i < records; i++) {
      rig.get(rig.send("t", 0, "v" + i), 10_000);
    }
  }

  @Test
  void theBufferOfAStoredBatchIsUsedAgain() {
    rig.cluster.topic("t", 1);
    rig.start();
    store(5);
    assertThat(rig.pool.released).isEqualTo(5);
    assertThat(rig.pool.size()).isEqualTo(1);
  }

  @Test
  void aBatchThatExpiresInFlightKeepsItsBuffer() {
    rig.cluster.topic("t", 1);
    rig.requestTimeoutMillis = 1000;
    rig.deliveryTimeoutMillis = 1100;
    rig.start();
    store(1);
    int released = rig.pool.released;
    rig.cluster.latencyNanos = 900 * ProducerRig.MILLI;
    rig.cluster.down.add(1);
    Future<RecordMetadata> late = rig.send("t", 0, "late");
    rig.loop.advanceMillis(400);
    rig.cluster.down.clear();
    // It leaves late, expires on its way, and is read by the broker after that.
    assertThat(rig.failure(late, 2000)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(rig.pool.released).isEqualTo(released);
    assertThat(rig.cluster.partition("t", 0).values).doesNotContain("late");
    rig.loop.advanceMillis(1000);
    assertThat(rig.cluster.partition("t", 0).values).contains("late");
  }

  @Test
  void aBatchThatWasSentTwiceKeepsItsBuffer() {
    rig.cluster.topic("t", 1);
    rig.requestTimeoutMillis = 300;
    rig.start();
    store(1);
    int released = rig.pool.released;
    int before = rig.cluster.requests.size();
    rig.cluster.fault =
        (node, request) ->
            rig.cluster.requests.size() == before + 1 ? ModelCluster.Action.SILENCE : null;
    rig.get(rig.send("t", 0, "twice"), 10_000);
    // The first request may still sit in a queue: the model looks at it a second later.
    rig.loop.advanceMillis(2000);
    assertThat(rig.pool.released).isEqualTo(released);
  }
}

package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.BufferExhaustedException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.RecordTooLargeException;
import io.kafkavertx.protocol.ErrorCode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProducerCoreTest {
  private final ProducerRig rig = new ProducerRig();

  private List<Future<RecordMetadata>> sendAll(String topic, int partition, int from, int to) {
    List<Future<RecordMetadata>> futures = new ArrayList<>();
    for (int i = from; i < to; i++) {
      futures.add(rig.send(topic, partition, "v" + i));
    }
    return futures;
  }

  private static List<String> values(int from, int to) {
    List<String> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      values.add("v" + i);
    }
    return values;
  }

  private void nothingIsLeft() {
    assertThat(rig.core.used()).isZero();
    assertThat(rig.mostUsed).isLessThanOrEqualTo(rig.bufferMemory);
  }

  @Test
  void aRecordIsStoredAndItsPlaceIsTold() {
    rig.cluster.topic("t", 3);
    rig.start();
    RecordMetadata first = rig.get(rig.send("t", 2, "hello"), 1000);
    RecordMetadata second = rig.get(rig.send("t", 2, "again"), 1000);
    assertThat(first.offset()).isZero();
    assertThat(second.offset()).isEqualTo(1);
    assertThat(first.topic()).isEqualTo("t");
    assertThat(first.partition()).isEqualTo(2);
    assertThat(first.serializedKeySize()).isEqualTo(-1);
    assertThat(first.serializedValueSize()).isEqualTo(5);
    assertThat(rig.cluster.partition("t", 2).values).containsExactly("hello", "again");
    nothingIsLeft();
  }

  @Test
  void recordsOfOneLingerShareABatch() {
    rig.cluster.topic("t", 1);
    rig.start();
    rig.get(rig.send("t", 0, "warm"), 1000);
    List<Future<RecordMetadata>> futures = sendAll("t", 0, 0, 20);
    rig.loop.advanceMillis(4);
    assertThat(rig.cluster.requests).hasSize(1);
    rig.loop.advanceMillis(10);
    assertThat(rig.cluster.requests).hasSize(2);
    for (int i = 0; i < 20; i++) {
      assertThat(futures.get(i).result().offset()).isEqualTo(1 + i);
    }
  }

  @Test
  void aFullBatchDoesNotLinger() {
    rig.cluster.topic("t", 1);
    rig.lingerMillis = 10_000;
    rig.start();
    rig.get(rig.core.flush(), 10);
    sendAll("t", 0, 0, 300);
    rig.loop.advanceMillis(100);
    int stored = rig.cluster.partition("t", 0).values.size();
    assertThat(stored).isGreaterThan(200).isLessThan(300);
  }

  @Test
  void batchesOfManyPartitionsTravelInOneRequest() {
    rig.cluster.topic("t", 9);
    rig.start();
    rig.get(rig.send("t", 0, "warm"), 1000);
    for (int p = 0; p < 9; p++) {
      rig.send("t", p, "x");
    }
    rig.get(rig.core.flush(), 1000);
    assertThat(rig.cluster.requests).hasSize(1 + 3);
  }

  @Test
  void aRequestIsNeverLargerThanItMayBe() {
    rig.cluster.topic("t", 30);
    rig.maxRequestSize = 3000;
    rig.start();
    for (int p = 0; p < 30; p++) {
      rig.send("t", p, "x".repeat(500));
    }
    rig.get(rig.core.flush(), 1000);
    rig.cluster.requests.forEach(
        request ->
            assertThat(
                    request.topicData().stream()
                        .flatMap(topic -> topic.partitionData().stream())
                        .mapToInt(data -> data.records().length())
                        .sum())
                .isLessThanOrEqualTo(3000));
    assertThat(rig.cluster.requests.size()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void aRecordThatIsTooLargeFailsAlone() {
    rig.cluster.topic("t", 1);
    rig.start();
    Future<RecordMetadata> before = rig.send("t", 0, "before");
    Throwable cause = rig.failure(rig.send("t", 0, "x".repeat(20_000)), 10);
    assertThat(cause)
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining("maxRequestSize");
    rig.get(before, 1000);
    nothingIsLeft();
  }

  @Test
  void aFullBufferRefusesRecordsAndRecovers() {
    rig.cluster.topic("t", 1);
    rig.bufferMemory = 2000;
    rig.start();
    Throwable refused = null;
    List<Future<RecordMetadata>> taken = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Future<RecordMetadata> future = rig.send("t", 0, "x".repeat(100));
      if (future.failed()) {
        refused = future.cause();
      } else {
        taken.add(future);
      }
    }
    assertThat(refused)
        .isInstanceOf(BufferExhaustedException.class)
        .hasMessageContaining("bufferMemory");
    assertThat(taken).hasSizeBetween(10, 19);
    rig.get(Future.join(taken), 1000);
    nothingIsLeft();
    rig.get(rig.send("t", 0, "again"), 1000);
  }

  @Test
  void recordsWaitForATopicThatIsJustBeingMade() {
    rig.cluster.topic("t", 1);
    rig.cluster.hide("t", true);
    rig.start();
    List<Future<RecordMetadata>> futures = sendAll("t", 0, 0, 5);
    rig.loop.advanceMillis(5000);
    assertThat(futures.get(0).isComplete()).isFalse();
    assertThat(rig.core.used()).isPositive();
    rig.cluster.hide("t", false);
    rig.get(Future.join(futures), 1000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 5));
    nothingIsLeft();
  }

  @Test
  void recordsForATopicThatNeverComesFailAtTheDeliveryTimeout() {
    rig.start();
    Future<RecordMetadata> future = rig.send("nowhere", -1, "x");
    rig.loop.advanceMillis(119_000);
    assertThat(future.isComplete()).isFalse();
    assertThat(rig.failure(future, 2000))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("UNKNOWN_TOPIC_OR_PARTITION");
    nothingIsLeft();
  }

  @Test
  void aPartitionThatDoesNotExistIsWaitedForAlone() {
    rig.cluster.topic("t", 1);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    Future<RecordMetadata> missing = rig.send("t", 7, "lost");
    rig.get(rig.send("t", 0, "v1"), 1000);
    assertThat(rig.failure(missing, 125_000)).hasMessageContaining("no partition 7");
    nothingIsLeft();
  }

  @Test
  void unknownTopicFromABrokerIsWaitedOut() {
    rig.cluster.topic("t", 1);
    rig.cluster.fail("t", 0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_ID);
    rig.start();
    assertThat(rig.get(rig.send("t", 0, "x"), 2000).offset()).isZero();
    assertThat(rig.cluster.partition("t", 0).values).containsExactly("x");
  }

  @Test
  void retriedBatchesKeepTheirOrderAndAreStoredOnce() {
    rig.cluster.topic("t", 1);
    rig.cluster.fail("t", 0, ErrorCode.NOT_ENOUGH_REPLICAS);
    rig.start();
    List<Future<RecordMetadata>> futures = sendAll("t", 0, 0, 2000);
    rig.get(Future.join(futures), 10_000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 2000));
    for (int i = 0; i < futures.size(); i++) {
      assertThat(futures.get(i).result().offset()).isEqualTo(i);
    }
    assertThat(rig.core.epochBumps()).isZero();
    nothingIsLeft();
  }

  @Test
  void aLostAnswerIsRepeatedWithTheSameSequence() {
    rig.cluster.topic("t", 1);
    int[] count = {0};
    rig.cluster.fault = (node, request) -> count[0]++ == 2 ? ModelCluster.Action.LOSE_ANSWER : null;
    rig.start();
    List<Future<RecordMetadata>> futures = sendAll("t", 0, 0, 1000);
    rig.get(Future.join(futures), 10_000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 1000));
    assertThat(rig.core.epochBumps()).isZero();
    for (int i = 0; i < futures.size(); i++) {
      assertThat(futures.get(i).result().offset()).isEqualTo(i);
    }
  }

  @Test
  void aTimeoutAfterTheAppendIsRepeatedAndTheLaterBatchWaits() {
    rig.cluster.topic("t", 1);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.fault =
        (node, request) -> rig.cluster.requests.size() == 2 ? ModelCluster.Action.SILENCE : null;
    Future<RecordMetadata> silent = rig.send("t", 0, "v1");
    rig.loop.advanceMillis(20);
    Future<RecordMetadata> next = rig.send("t", 0, "v2");
    rig.get(Future.join(silent, next), 40_000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 3));
    assertThat(silent.result().offset()).isEqualTo(1);
    assertThat(next.result().offset()).isEqualTo(2);
  }

  @Test
  void aLeaderHintSendsTheBatchToTheNewLeaderAtOnce() {
    rig.cluster.topic("t", 1);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.metadataFollows = false;
    rig.cluster.partition("t", 0).moveTo(2);
    long before = rig.loop.nanoTime();
    rig.get(rig.send("t", 0, "v1"), 1000);
    assertThat(rig.loop.nanoTime() - before).isLessThan(20 * ProducerRig.MILLI);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 2));
  }

  @Test
  void aHintAtTheBrokerThatRefusedDoesNotLoopHot() {
    rig.cluster.topic("t", 1);
    rig.deliveryTimeoutMillis = 30_000;
    rig.lingerMillis = 0;
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    ModelPartition partition = rig.cluster.partition("t", 0);
    for (int i = 0; i < 10_000; i++) {
      rig.cluster.fail("t", 0, ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }
    rig.cluster.fault =
        (node, request) -> {
          partition.leaderEpoch++;
          return null;
        };
    int before = rig.cluster.requests.size();
    assertThat(rig.failure(rig.send("t", 0, "v1"), 31_000))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("NOT_LEADER_OR_FOLLOWER")
        .hasMessageContaining("between attempts");
    // Without hints and with backoff of 100 ms to 1 s there is room for about 35 attempts in 30 s.
    assertThat(rig.cluster.requests.size() - before).isLessThan(60);
  }

  @Test
  void aDeadLeaderIsFollowedToTheNextOne() {
    rig.cluster.topic("t", 3);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    List<Future<RecordMetadata>> futures = sendAll("t", 0, 1, 500);
    rig.loop.turn();
    rig.cluster.kill(1);
    rig.get(Future.join(futures), 5000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 500));
    nothingIsLeft();
  }

  @Test
  void atMostFiveRequestsAreUnderWay() {
    rig.cluster.topic("t", 1);
    rig.cluster.latencyNanos = 50 * ProducerRig.MILLI;
    rig.start();
    rig.get(Future.join(sendAll("t", 0, 0, 3000)), 60_000);
    assertThat(rig.cluster.maxInFlight).isEqualTo(5);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 3000));
  }

  @Test
  void aBrokerThatForgotTheProducerCostsOneEpochAndNoRecord() {
    rig.cluster.topic("t", 8);
    rig.start();
    for (int p = 0; p < 8; p++) {
      rig.get(rig.send("t", p, "first"), 1000);
    }
    rig.cluster.fail("t", 3, ErrorCode.UNKNOWN_PRODUCER_ID);
    List<Future<RecordMetadata>> futures = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      futures.addAll(sendAll("t", p, 0, 300));
    }
    rig.get(Future.join(futures), 20_000);
    assertThat(rig.core.epochBumps()).isEqualTo(1);
    for (int p = 0; p < 8; p++) {
      assertThat(rig.cluster.partition("t", p).values.subList(1, 301)).isEqualTo(values(0, 300));
    }
    nothingIsLeft();
  }

  @Test
  void anEpochIsBumpedOnlyWhenNothingIsInDoubt() {
    rig.cluster.topic("t", 2);
    rig.requestTimeoutMillis = 5000;
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.get(rig.send("t", 1, "v0"), 1000);
    // Partition 1's batch is stored, its answer lost; meanwhile partition 0 needs another epoch.
    int[] lost = {0};
    rig.cluster.fault =
        (node, request) -> node == 2 && lost[0]++ == 0 ? ModelCluster.Action.LOSE_ANSWER : null;
    rig.cluster.fail("t", 0, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    Future<RecordMetadata> other = rig.send("t", 1, "v1");
    Future<RecordMetadata> bumped = rig.send("t", 0, "v1");
    rig.get(Future.join(other, bumped), 20_000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 2));
    assertThat(rig.cluster.partition("t", 1).values).isEqualTo(values(0, 2));
    assertThat(rig.core.epochBumps()).isEqualTo(1);
    assertThat(other.result().offset()).isEqualTo(1);
  }

  @Test
  void theLastEpochIsFollowedByANewProducerId() {
    rig.cluster.topic("t", 1);
    rig.cluster.firstEpoch = Short.MAX_VALUE;
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.fail("t", 0, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    rig.get(rig.send("t", 0, "v1"), 5000);
    rig.get(rig.send("t", 0, "v2"), 5000);
    assertThat(rig.cluster.initRequests).isEqualTo(2);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 3));
    assertThat(rig.cluster.partition("t", 0).producers.keySet())
        .containsExactlyInAnyOrder(4001L, 4002L);
  }

  @Test
  void anExpiredBatchUnderWayIsNamedUnknownAndTheNextOnesAreStored() {
    rig.cluster.topic("t", 1);
    rig.deliveryTimeoutMillis = 10_000;
    rig.requestTimeoutMillis = 20_000;
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    boolean[] silent = {true};
    rig.cluster.fault = (node, request) -> silent[0] ? ModelCluster.Action.SILENCE : null;
    Future<RecordMetadata> lost = rig.send("t", 0, "lost");
    rig.loop.advanceMillis(5000);
    silent[0] = false;
    assertThat(rig.failure(lost, 6000))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("duplicates");
    Future<RecordMetadata> next = rig.send("t", 0, "v1");
    rig.failure(next, 11_000);
    rig.loop.advanceMillis(20_000);
    rig.get(rig.send("t", 0, "v2"), 9000);
    assertThat(rig.cluster.partition("t", 0).values).containsExactly("v0", "v2");
    nothingIsLeft();
  }

  @Test
  void aRefusedBatchLeavesNoGap() {
    rig.cluster.topic("t", 1);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.fail("t", 0, ErrorCode.INVALID_RECORD);
    assertThat(rig.failure(rig.send("t", 0, "bad"), 1000))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining("INVALID_RECORD")
        .hasMessageContaining("t-0");
    rig.get(rig.send("t", 0, "v1"), 1000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 2));
    assertThat(rig.core.epochBumps()).isZero();
  }

  @Test
  void aRefusedBatchWithOthersBehindCostsOneEpoch() {
    rig.cluster.topic("t", 1);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.fail("t", 0, ErrorCode.INVALID_RECORD);
    List<Future<RecordMetadata>> futures = sendAll("t", 0, 1, 1000);
    rig.get(rig.core.flush(), 20_000);
    List<String> stored = rig.cluster.partition("t", 0).values;
    long failed = futures.stream().filter(Future::failed).count();
    assertThat(failed).isPositive().isLessThan(200);
    assertThat(stored.subList(1, stored.size())).isEqualTo(values(1 + (int) failed, 1000));
    assertThat(rig.core.epochBumps()).isEqualTo(1);
  }

  @Test
  void aBatchThatIsTooLargeIsSplitInOrder() {
    rig.cluster.topic("t", 1);
    rig.cluster.partition("t", 0).maxBatchBytes = 300;
    rig.start();
    List<Future<RecordMetadata>> futures = sendAll("t", 0, 0, 500);
    Future<Void> written = rig.write("t", 0, "v500");
    rig.get(Future.join(futures), 30_000);
    rig.get(written, 1000);
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 501));
    for (int i = 0; i < futures.size(); i++) {
      assertThat(futures.get(i).result().offset()).isEqualTo(i);
    }
    assertThat(rig.core.epochBumps()).isZero();
    nothingIsLeft();
  }

  @Test
  void aSingleRecordThatTheBrokerFindsTooLargeFailsAlone() {
    rig.cluster.topic("t", 1);
    rig.cluster.partition("t", 0).maxBatchBytes = 300;
    rig.start();
    Future<RecordMetadata> before = rig.send("t", 0, "v0");
    Future<RecordMetadata> huge = rig.send("t", 0, "x".repeat(400));
    Future<RecordMetadata> after = rig.send("t", 0, "v1");
    rig.get(Future.join(before, after), 30_000);
    assertThat(rig.failure(huge, 1000))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining("max.message.bytes");
    assertThat(rig.cluster.partition("t", 0).values).isEqualTo(values(0, 2));
    nothingIsLeft();
  }

  @Test
  void writesOfABatchShareOneFutureAndOneFailure() {
    rig.cluster.topic("t", 1);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.fail("t", 0, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    Future<Void> first = rig.write("t", 0, "a");
    Future<Void> second = rig.write("t", 0, "b");
    assertThat(second).isSameAs(first);
    assertThat(rig.failure(second, 1000)).hasMessageContaining("TOPIC_AUTHORIZATION_FAILED");
    assertThat(rig.writeFailures).hasSize(1);
  }

  @Test
  void acksZeroCompletesWithoutAnOffset() {
    rig.cluster.topic("t", 1);
    rig.acks = 0;
    rig.idempotent = false;
    rig.start();
    assertThat(rig.get(rig.send("t", 0, "v0"), 1000).offset()).isEqualTo(-1);
    assertThat(rig.cluster.initRequests).isZero();
    assertThat(rig.cluster.partition("t", 0).values).containsExactly("v0");
  }

  @Test
  void flushWaitsForEarlierRecordsAndNotForLaterOnes() {
    rig.cluster.topic("t", 1);
    rig.lingerMillis = 60_000;
    rig.start();
    Future<RecordMetadata> before = rig.send("t", 0, "v0");
    Future<Void> flushed = rig.core.flush();
    rig.get(flushed, 1000);
    assertThat(before.succeeded()).isTrue();
    Future<RecordMetadata> after = rig.send("t", 0, "v1");
    rig.loop.advanceMillis(1000);
    assertThat(after.isComplete()).isFalse();
    assertThat(rig.get(rig.core.flush(), 1000)).isNull();
    assertThat(after.succeeded()).isTrue();
  }

  @Test
  void closeSendsWhatWaitsAndLeavesNoTimer() {
    rig.cluster.topic("t", 1);
    rig.lingerMillis = 60_000;
    rig.start();
    Future<RecordMetadata> future = rig.send("t", 0, "v0");
    rig.get(rig.core.close(rig.loop.nanoTime() + 10_000 * ProducerRig.MILLI), 1000);
    assertThat(future.succeeded()).isTrue();
    assertThat(rig.failure(rig.send("t", 0, "late"), 10)).isInstanceOf(ClientClosedException.class);
    assertThat(rig.loop.pending()).isZero();
  }

  @Test
  void closeInTheMiddleOfTroubleLeavesNoTimer() {
    rig.cluster.topic("t", 2);
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.metadataFollows = false;
    rig.cluster.down.add(2);
    rig.cluster.fail("t", 0, ErrorCode.NOT_ENOUGH_REPLICAS);
    rig.send("t", 0, "backs off");
    rig.send("t", 1, "has no broker");
    rig.send("t", 9, "has no partition");
    rig.loop.advanceMillis(20);
    rig.get(rig.core.close(rig.loop.nanoTime()), 1);
    rig.loop.advanceMillis(10);
    assertThat(rig.loop.pending()).isZero();
    nothingIsLeft();
  }

  @Test
  void closeIsBoundedWhenNoBrokerAnswers() {
    rig.cluster.topic("t", 1);
    rig.cluster.learn();
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.fault = (node, request) -> ModelCluster.Action.SILENCE;
    Future<RecordMetadata> underWay = rig.send("t", 0, "v1");
    rig.loop.advanceMillis(100);
    Future<RecordMetadata> unsent = rig.send("nowhere", 0, "x");
    long start = rig.loop.nanoTime();
    rig.get(rig.core.close(start + 2000 * ProducerRig.MILLI), 2000);
    assertThat(rig.loop.nanoTime() - start).isEqualTo(2000 * ProducerRig.MILLI);
    assertThat(rig.failure(underWay, 1)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(rig.failure(unsent, 1)).isInstanceOf(ClientClosedException.class);
    nothingIsLeft();
  }

  @Test
  void brokersThatAreDownNameThemselvesInTheTimeout() {
    rig.cluster.topic("t", 1);
    rig.deliveryTimeoutMillis = 31_000;
    rig.start();
    rig.get(rig.send("t", 0, "v0"), 1000);
    rig.cluster.metadataFollows = false;
    rig.cluster.down.add(1);
    assertThat(rig.failure(rig.send("t", 0, "v1"), 32_000))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("connection refused")
        .hasMessageContaining("broker 1");
    rig.cluster.down.clear();
    rig.get(rig.send("t", 0, "v2"), 5000);
    assertThat(rig.core.epochBumps()).isZero();
  }

  @Test
  void retriesAreCounted() {
    rig.cluster.topic("t", 1);
    rig.retries = 2;
    rig.cluster.fail(
        "t",
        0,
        ErrorCode.NOT_ENOUGH_REPLICAS,
        ErrorCode.NOT_ENOUGH_REPLICAS,
        ErrorCode.NOT_ENOUGH_REPLICAS);
    rig.start();
    assertThat(rig.failure(rig.send("t", 0, "v0"), 10_000))
        .hasMessageContaining("3 attempts")
        .hasMessageContaining("NOT_ENOUGH_REPLICAS");
    rig.get(rig.send("t", 0, "v1"), 1000);
  }
}

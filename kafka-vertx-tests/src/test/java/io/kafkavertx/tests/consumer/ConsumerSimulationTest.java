package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.CommitFailedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.OnOtherLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What brokers can do to a consumer, in virtual time. */
final class ConsumerSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Set<ErrorCode> FATAL =
      Set.of(
          ErrorCode.GROUP_AUTHORIZATION_FAILED,
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
          ErrorCode.INVALID_GROUP_ID,
          ErrorCode.FENCED_INSTANCE_ID,
          ErrorCode.GROUP_ID_NOT_FOUND);

  private static List<Long> offsets(SimConsumers.Member member) {
    return member.records.stream().map(record -> record.offset()).toList();
  }

  private static List<Long> range(long from, long to) {
    List<Long> offsets = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      offsets.add(offset);
    }
    return offsets;
  }

  @Test
  void noErrorOfOffsetFetchStartsAConsumerElsewhere() {
    for (ErrorCode code : ErrorCode.values()) {
      if (code == ErrorCode.NONE) {
        continue;
      }
      SimConsumers sim = new SimConsumers(new SimWorld(code.code()), 1);
      sim.produce(1, 20);
      SimConsumers.Member first = sim.member("first", sim.options());
      sim.run(first, "assign", LONG, () -> first.core.assign(List.of(SimConsumers.partition(0))));
      sim.run(
          first,
          "commit",
          LONG,
          () ->
              first
                  .core
                  .calls()
                  .commit(Map.of(SimConsumers.partition(0), new OffsetAndMetadata(5))));
      sim.brokers.next(2, ApiKey.OFFSET_FETCH, Reaction.refuse(code));
      SimConsumers.Member second = sim.member("second", sim.options().setAutoOffsetReset("latest"));
      sim.run(second, "assign", LONG, () -> second.core.assign(List.of(SimConsumers.partition(0))));
      if (FATAL.contains(code)) {
        sim.world.runUntil(() -> !second.errors.isEmpty(), LONG, code + " is reported");
        assertThat(second.errors.get(0)).isInstanceOf(BrokerErrorException.class);
        assertThat(second.records).as("%s", code).isEmpty();
      } else {
        sim.world.runUntil(() -> second.records.size() == 15, LONG, code + " is asked again");
        assertThat(offsets(second)).as("%s", code).isEqualTo(range(5, 20));
      }
      sim.close();
    }
  }

  @Test
  void aLateAnswerNeverUndoesASeek() {
    SimConsumers sim = new SimConsumers(new SimWorld(7), 1);
    sim.produce(1, 20);
    SimConsumers.Member member = sim.member("m", sim.options().setGroupId(null));
    sim.brokers.next(1, ApiKey.LIST_OFFSETS, Reaction.delay(Duration.ofSeconds(3)));
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    sim.world.runFor(Duration.ofSeconds(1));
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(15)));
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(offsets(member)).isEqualTo(range(15, 20));
    sim.brokers.next(1, ApiKey.FETCH, Reaction.delay(Duration.ofSeconds(2)));
    sim.run(member, "back", LONG, () -> member.core.seek(List.of(), ResetPolicy.EARLIEST));
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(18)));
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(offsets(member)).endsWith(18L, 19L).hasSize(7);
    assertThat(
            sim.run(
                    member,
                    "position",
                    LONG,
                    () -> member.core.calls().position(SimConsumers.partition(0)))
                .result())
        .isEqualTo(20);
    sim.close();
  }

  @Test
  void theHandlerForAssignedPartitionsMayAskForPositionsAndSeek() {
    SimConsumers sim = new SimConsumers(new SimWorld(17), 2);
    sim.produce(2, 20);
    SimConsumers.Member member = sim.member("m", sim.options().setAutoOffsetReset("none"));
    TopicPartition first = SimConsumers.partition(0);
    TopicPartition second = SimConsumers.partition(1);
    List<Long> positions = new ArrayList<>();
    member
        .core
        .rebalanceHandlers()
        .onAssigned(
            assigned ->
                member
                    .core
                    .seek(first, new OffsetAndMetadata(5))
                    .compose(sought -> member.core.seek(second, new OffsetAndMetadata(15)))
                    .compose(sought -> member.core.calls().position(second))
                    .onSuccess(positions::add)
                    .mapEmpty());
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runUntil(() -> member.records.size() == 20, LONG, "what was sought");
    assertThat(positions).containsExactly(15L);
    assertThat(member.errors).isEmpty();
    sim.run(member, "commit", LONG, () -> member.core.calls().commit());
    sim.run(member, "unsubscribe", LONG, () -> member.core.unsubscribe());
    member
        .core
        .rebalanceHandlers()
        .onAssigned(
            assigned -> member.core.calls().position(first).onSuccess(positions::add).mapEmpty());
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    assertThat(positions).containsExactly(15L, 20L);
    sim.close();
  }

  @Test
  void recordsThatCameBackWaitWithTheirPausedPartition() {
    SimConsumers sim = new SimConsumers(new SimWorld(21), 2);
    sim.produce(2, 10);
    SimConsumers.Member member = sim.member("m", sim.options());
    OnOtherLoop thread = new OnOtherLoop(sim.world.loop("handler"));
    List<TopicPartition> seen = new ArrayList<>();
    member
        .core
        .delivery()
        .handler(
            record -> {
              seen.add(record.topicPartition());
              if (seen.size() == 3) {
                thread.pauseHere();
                member.loop.execute(() -> member.core.delivery().pause());
              }
            },
            thread);
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runUntil(() -> seen.size() == 3, LONG, "three records");
    TopicPartition paused = seen.get(0);
    sim.run(member, "pause", LONG, () -> member.core.pause(List.of(paused), true));
    member.loop.execute(() -> member.core.delivery().fetch(Long.MAX_VALUE));
    sim.world.runUntil(() -> seen.size() == 13, LONG, "the other partition");
    sim.world.runFor(Duration.ofSeconds(5));
    assertThat(seen.subList(3, seen.size())).hasSize(10).doesNotContain(paused);
    sim.run(member, "resume", LONG, () -> member.core.pause(List.of(paused), false));
    sim.world.runUntil(() -> seen.size() == 20, LONG, "the rest");
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @Test
  void recordsThatCameBackAreNotDeliveredOnceTheirPartitionIsGivenUp() {
    SimConsumers sim = new SimConsumers(new SimWorld(22), 1);
    sim.produce(1, 10);
    SimConsumers.Member member = sim.member("m", sim.options());
    OnOtherLoop thread = new OnOtherLoop(sim.world.loop("handler"));
    List<Long> seen = new ArrayList<>();
    member
        .core
        .delivery()
        .handler(
            record -> {
              seen.add(record.offset());
              if (seen.size() == 3) {
                thread.pauseHere();
                member.loop.execute(() -> member.core.delivery().pause());
              }
            },
            thread);
    Promise<Void> handlerDone = Promise.promise();
    member.core.rebalanceHandlers().onRevoked(partitions -> handlerDone.future());
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runUntil(() -> seen.size() == 3, LONG, "three records");
    sim.world.runFor(Duration.ofSeconds(1));
    member.loop.execute(() -> member.core.enforceRebalance("test"));
    sim.world.runFor(Duration.ofSeconds(1));
    member.loop.execute(() -> member.core.delivery().fetch(Long.MAX_VALUE));
    sim.world.runFor(Duration.ofSeconds(2));
    assertThat(seen).hasSize(3);
    member.loop.execute(handlerDone::complete);
    sim.world.runUntil(() -> seen.size() == 10, LONG, "the rest");
    assertThat(seen).isSorted().doesNotHaveDuplicates();
    sim.close();
  }

  @Test
  void aLostFetchSessionLosesNothing() {
    for (ErrorCode code :
        List.of(
            ErrorCode.FETCH_SESSION_ID_NOT_FOUND,
            ErrorCode.INVALID_FETCH_SESSION_EPOCH,
            ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR,
            ErrorCode.UNKNOWN_SERVER_ERROR)) {
      SimConsumers sim = new SimConsumers(new SimWorld(code.code()), 6);
      SimConsumers.Member member = sim.member("m", sim.options());
      sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
      for (int round = 1; round <= 5; round++) {
        sim.brokers.next(2, ApiKey.FETCH, Reaction.refuse(code));
        sim.produce(6, 10);
        int expected = round * 60;
        sim.world.runUntil(
            () -> member.records.size() == expected, LONG, "all records despite " + code);
      }
      assertThat(member.errors).isEmpty();
      sim.close();
    }
  }

  @Test
  void aMovingLeaderIsFollowed() {
    SimConsumers sim = new SimConsumers(new SimWorld(11), 3);
    SimConsumers.Member member = sim.member("m", sim.options());
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    for (int round = 1; round <= 6; round++) {
      for (int p = 0; p < 3; p++) {
        sim.brokers.moveLeader(SimConsumers.TOPIC, p, 1 + (p + round) % 3);
      }
      sim.produce(3, 10);
      int expected = round * 30;
      sim.world.runUntil(
          () -> member.records.size() == expected, Duration.ofSeconds(3), "records after a move");
    }
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @Test
  void recordsThatWereDeletedUnreadAreToldAndReadingGoesOn() {
    SimConsumers sim = new SimConsumers(new SimWorld(12), 1);
    sim.produce(1, 10);
    SimConsumers.Member member = sim.member("m", sim.options());
    List<OffsetReset> resets = new ArrayList<>();
    member.core.resetHandler(resets::add);
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    sim.world.runUntil(() -> member.records.size() == 10, LONG, "all records");
    sim.brokers.partition(SimConsumers.TOPIC, 0).deleteBefore(8);
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(3)));
    sim.world.runUntil(() -> member.records.size() == 12, LONG, "what is left");
    assertThat(offsets(member).subList(10, 12)).containsExactly(8L, 9L);
    assertThat(resets)
        .contains(
            new OffsetReset(SimConsumers.partition(0), 3, 8, OffsetReset.Reason.OUT_OF_RANGE));
    sim.close();
  }

  @Test
  void aTruncatedLogIsToldAndReadAgainFromWhereItWasCut() {
    SimConsumers sim = new SimConsumers(new SimWorld(16), 1);
    sim.produce(1, 10);
    SimConsumers.Member member = sim.member("m", sim.options());
    List<OffsetReset> resets = new ArrayList<>();
    member.core.resetHandler(resets::add);
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    sim.world.runUntil(() -> member.records.size() == 10, LONG, "all records");
    int leader = sim.brokers.partition(SimConsumers.TOPIC, 0).leader();
    sim.brokers.moveLeader(SimConsumers.TOPIC, 0, leader % 3 + 1);
    sim.brokers.partition(SimConsumers.TOPIC, 0).truncate(0);
    sim.produce(1, 20);
    sim.world.runUntil(() -> member.records.size() == 30, LONG, "the new records");
    assertThat(offsets(member).subList(10, 30)).isEqualTo(range(0, 20));
    assertThat(resets)
        .contains(
            new OffsetReset(SimConsumers.partition(0), 10, 0, OffsetReset.Reason.LOG_TRUNCATED));
    sim.close();
  }

  @Test
  void aMemberThatIsNotKnownAnyMoreLosesItsPartitionsAndJoinsAgain() {
    SimConsumers sim = new SimConsumers(new SimWorld(13), 2);
    sim.produce(2, 10);
    ConsumerOptions options = sim.options().setEnableAutoCommit(false);
    SimConsumers.Member member =
        sim.member("m", options.setHeartbeatInterval(Duration.ofSeconds(9)));
    List<Set<TopicPartition>> lost = new ArrayList<>();
    member
        .core
        .rebalanceHandlers()
        .onLost(
            gone -> {
              lost.add(gone);
              return Future.succeededFuture();
            });
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runUntil(() -> member.records.size() == 20, LONG, "all records");
    String oldId = sim.brokers.groups().group("g").memberIds().get(0);
    sim.brokers.groups().group("g").expel(oldId);
    // Before the next heartbeat: the commit must notice.
    Future<?> commit = sim.run(member, "commit", LONG, () -> member.core.calls().commit());
    assertThat(commit.cause()).isInstanceOf(CommitFailedException.class);
    sim.world.runUntil(
        () ->
            member.core.groupMetadata().result().generationId() > 0 && member.records.size() == 40,
        LONG,
        "a member again, reading what was not committed");
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0)).hasSize(2);
    sim.close();
  }

  @Test
  void withoutHeartbeatsPartitionsAreGivenUpBeforeTheGroupGivesThemAway() {
    SimConsumers sim = new SimConsumers(new SimWorld(14), 2);
    SimConsumers.Member member = sim.member("m", sim.options());
    List<Long> lostAt = new ArrayList<>();
    member
        .core
        .rebalanceHandlers()
        .onLost(
            gone -> {
              lostAt.add(sim.world.nanoTime());
              return Future.succeededFuture();
            });
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runFor(Duration.ofSeconds(5));
    sim.brokers.intercept(ApiKey.HEARTBEAT, request -> Reaction.ignore());
    long start = sim.world.nanoTime();
    sim.world.runUntil(
        () -> sim.brokers.groups().group("g").memberIds().isEmpty() || !lostAt.isEmpty(),
        LONG,
        "the session ends");
    assertThat(lostAt).hasSize(1);
    assertThat(Duration.ofNanos(lostAt.get(0) - start)).isLessThan(Duration.ofSeconds(11));
    sim.brokers.clearIntercepts();
    sim.world.runUntil(
        () ->
            sim.brokers.groups().group("g").memberIds().size() == 1
                && member.core.groupMetadata().result().generationId() > 0,
        LONG,
        "a member again");
    sim.close();
  }

  @Test
  void commitsArriveInOrderAndTogether() {
    SimConsumers sim = new SimConsumers(new SimWorld(15), 1);
    sim.produce(1, 10);
    SimConsumers.Member member = sim.member("m", sim.options().setEnableAutoCommit(false));
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    sim.brokers.next(1, ApiKey.OFFSET_COMMIT, Reaction.dropAfter());
    sim.brokers.next(2, ApiKey.OFFSET_COMMIT, Reaction.refuse(ErrorCode.NOT_COORDINATOR));
    int before = sim.brokers.requestCount(ApiKey.OFFSET_COMMIT);
    List<Future<?>> commits = new ArrayList<>();
    member.loop.execute(
        () -> {
          for (int offset = 1; offset <= 50; offset++) {
            commits.add(
                sim.ledger.track(
                    "commit " + offset,
                    member
                        .core
                        .calls()
                        .commit(Map.of(SimConsumers.partition(0), new OffsetAndMetadata(offset)))));
          }
        });
    sim.world.runUntil(
        () -> commits.size() == 50 && commits.stream().allMatch(Future::succeeded),
        LONG,
        "all commits");
    assertThat(sim.brokers.groups().group("g").offsets().get(SimConsumers.partition(0)).offset())
        .isEqualTo(50);
    assertThat(sim.brokers.requestCount(ApiKey.OFFSET_COMMIT) - before).isLessThan(10);
    sim.close();
  }

  @Test
  void whoeverClosesWhileNoBrokerCanBeReachedDoesNotWaitToSayGoodbye() {
    for (int seconds = 0; seconds < 9; seconds += 2) {
      SimConsumers sim = new SimConsumers(new SimWorld(16), 3);
      SimConsumers.Member member = sim.member("m", sim.options());
      sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
      for (int id = 1; id <= 3; id++) {
        sim.brokers.kill(id);
      }
      sim.world.runFor(Duration.ofSeconds(seconds));
      member.close(Duration.ofSeconds(30));
      sim.world.runUntil(() -> member.down, Duration.ofSeconds(3), "nothing is to be committed");
      sim.close();
    }
  }

  @Test
  void closeInTheMiddleOfAnythingIsBounded() {
    for (int millis = 0; millis < 3000; millis += 37) {
      SimConsumers sim = new SimConsumers(new SimWorld(millis), 3);
      sim.brokers.settings().initialRebalanceDelay(Duration.ofSeconds(1));
      sim.produce(3, 50);
      SimConsumers.Member member = sim.member("m", sim.options());
      Future<?>[] subscribed = new Future<?>[1];
      member.loop.execute(
          () ->
              subscribed[0] =
                  sim.ledger.track("subscribe", member.core.subscribe(Set.of(SimConsumers.TOPIC))));
      sim.world.runFor(Duration.ofMillis(millis));
      if (millis % 2 == 0) {
        for (int id = 1; id <= 3; id++) {
          sim.brokers.kill(id);
        }
      }
      member.close(Duration.ofSeconds(5));
      sim.world.runUntil(() -> member.down, Duration.ofSeconds(6), "close after " + millis + " ms");
      sim.close();
    }
  }
}

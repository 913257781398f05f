package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.CommitFailedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.CorruptBatchException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every error code there is, in answers to every API that a consumer uses, in the middle of work:
 * it goes on by itself, or the application is told with the code and can go on. Nothing hangs,
 * nothing is skipped, no position moves without a word.
 */
@Tag("slow")
final class ConsumerErrorCodesTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int RECORDS = 10;

  /** Not retriable in general, but what members live through. */
  private static final Set<ErrorCode> OF_MEMBERS =
      EnumSet.of(
          ErrorCode.UNKNOWN_MEMBER_ID,
          ErrorCode.ILLEGAL_GENERATION,
          ErrorCode.REBALANCE_IN_PROGRESS);

  private static final Set<ErrorCode> NO_FETCH =
      EnumSet.of(
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);

  private static final Set<ErrorCode> NO_LOOK_UP =
      EnumSet.of(
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          ErrorCode.UNSUPPORTED_VERSION,
          ErrorCode.INVALID_REQUEST);

  private static final Set<ErrorCode> NO_COMMITTED_OFFSETS =
      EnumSet.of(
          ErrorCode.GROUP_AUTHORIZATION_FAILED,
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
          ErrorCode.INVALID_GROUP_ID,
          ErrorCode.FENCED_INSTANCE_ID,
          ErrorCode.GROUP_ID_NOT_FOUND);

  private SimConsumers sim;
  private SimConsumers.Member member;
  private final List<OffsetReset> resets = new ArrayList<>();
  private final List<Set<TopicPartition>> lost = new ArrayList<>();
  private int round;

  static Stream<ErrorCode> codes() {
    return Stream.of(ErrorCode.values()).filter(code -> code != ErrorCode.NONE);
  }

  private void start(long seed) {
    sim = new SimConsumers(new SimWorld(seed), 2);
    sim.produce(2, RECORDS);
    ConsumerOptions options =
        sim.options()
            .setRetryBackoff(Duration.ofMillis(50))
            .setDefaultApiTimeout(Duration.ofSeconds(30));
    member = sim.member("m", options);
    member.core.resetHandler(resets::add);
    member
        .core
        .rebalanceHandlers()
        .onLost(
            gone -> {
              lost.add(gone);
              return Future.succeededFuture();
            });
    resets.clear();
    lost.clear();
    round = 1;
  }

  private Future<Void> subscribe() {
    return sim.run(
        member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
  }

  /** Every record of every partition, in any number of times. */
  private boolean allRead() {
    Set<String> seen = new HashSet<>();
    member.records.forEach(record -> seen.add(record.partition() + "/" + record.offset()));
    return seen.size() == 2 * RECORDS * round;
  }

  private void readAll(String what) {
    sim.world.runUntil(this::allRead, LONG, what);
  }

  /** The consumer is as good as new. */
  private void goesOn() {
    sim.produce(2, RECORDS);
    round++;
    readAll("later records");
    sim.close();
  }

  private static void names(Throwable problem, ErrorCode code) {
    assertThat(problem).isInstanceOf(BrokerErrorException.class).hasMessageContaining(code.name());
    assertThat(((BrokerErrorException) problem).code()).isEqualTo(code);
  }

  private void onlyProblem(ErrorCode code) {
    assertThat(member.errors).hasSize(1);
    names(member.errors.get(0), code);
  }

  /** Two of the tests are about joining. */
  private void join(ApiKey api, ErrorCode code, long seed) {
    for (int times = 1; times <= 3; times += 2) {
      start(seed + code.code());
      sim.brokers.next(times, api, Reaction.refuse(code));
      Future<Void> joined = subscribe();
      boolean passes =
          code.isRetriable()
              || OF_MEMBERS.contains(code)
              || api == ApiKey.JOIN_GROUP && code == ErrorCode.MEMBER_ID_REQUIRED;
      joinedOrTold(joined, passes, code);
    }
  }

  /** The member has joined, or has been told why not and joins when it tries again. */
  private void joinedOrTold(Future<Void> joined, boolean passes, ErrorCode code) {
    if (passes) {
      assertThat(joined.cause()).isNull();
      assertThat(member.errors).isEmpty();
    } else {
      names(joined.cause(), code);
      onlyProblem(code);
      sim.brokers.clearIntercepts();
      assertThat(subscribe().cause()).isNull();
    }
    readAll("all records");
    goesOn();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverJoinGroupIsRefusedWithTheMemberJoinsOrIsToldWhyNot(ErrorCode code) {
    join(ApiKey.JOIN_GROUP, code, 1000);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverSyncGroupIsRefusedWithTheMemberJoinsOrIsToldWhyNot(ErrorCode code) {
    join(ApiKey.SYNC_GROUP, code, 2000);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverHeartbeatsAreRefusedWithTheMemberIsInOrIsToldWhyNot(ErrorCode code) {
    for (int times = 1; times <= 3; times += 2) {
      start(3000 + code.code());
      subscribe();
      readAll("all records");
      int generation = member.core.groupMetadata().result().generationId();
      lost.clear();
      sim.brokers.next(times, ApiKey.HEARTBEAT, Reaction.refuse(code));
      // One that comes back as somebody new waits for the session of its old self.
      sim.world.runFor(Duration.ofSeconds(60));
      if (code.isRetriable()) {
        assertThat(lost).isEmpty();
        assertThat(member.core.groupMetadata().result().generationId()).isEqualTo(generation);
      } else if (OF_MEMBERS.contains(code)) {
        // Told that it is out, it has lost its partitions; told to join again, it gave them up.
        assertThat(lost.isEmpty()).isEqualTo(code == ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(member.core.groupMetadata().result().generationId()).isGreaterThan(generation);
        assertThat(member.errors).isEmpty();
      } else {
        onlyProblem(code);
        assertThat(lost).hasSize(1);
        assertThat(member.core.assignment().result()).isEmpty();
        sim.brokers.clearIntercepts();
        assertThat(subscribe().cause()).isNull();
      }
      goesOn();
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverLeaveGroupIsRefusedWithTheConsumerCloses(ErrorCode code) {
    start(4000 + code.code());
    subscribe();
    readAll("all records");
    sim.brokers.next(3, ApiKey.LEAVE_GROUP, Reaction.refuse(code));
    Future<?> left = sim.run(member, "unsubscribe", LONG, () -> member.core.unsubscribe());
    assertThat(left.cause()).isNull();
    member.close(Duration.ofSeconds(30));
    sim.world.runUntil(() -> member.down, Duration.ofSeconds(5), "it closes");
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverOffsetCommitIsRefusedWithTheCommitIsStoredOrFails(ErrorCode code) {
    for (int times = 1; times <= 3; times += 2) {
      start(5000 + code.code());
      subscribe();
      readAll("all records");
      sim.world.runFor(Duration.ofSeconds(3));
      sim.brokers.next(times, ApiKey.OFFSET_COMMIT, Reaction.refuse(code));
      TopicPartition partition = SimConsumers.partition(0);
      Future<?> commit =
          sim.run(
              member,
              "commit",
              LONG,
              () ->
                  member
                      .core
                      .calls()
                      .commit(Map.of(partition, new OffsetAndMetadata(7, -1, "mine"))));
      if (code.isRetriable() || code == ErrorCode.REBALANCE_IN_PROGRESS) {
        assertThat(commit.cause()).isNull();
        assertThat(sim.brokers.groups().group("g").offsets().get(partition).offset()).isEqualTo(7);
      } else if (OF_MEMBERS.contains(code)) {
        assertThat(commit.cause()).isInstanceOf(CommitFailedException.class);
        sim.world.runUntil(
            () -> lost.size() == 1, Duration.ofSeconds(1), "told before a heartbeat");
      } else {
        names(commit.cause(), code);
      }
      sim.brokers.clearIntercepts();
      assertThat(member.errors).isEmpty();
      goesOn();
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverOffsetFetchIsRefusedWithNothingIsSkippedOrReadAgain(ErrorCode code) {
    for (int times = 1; times <= 3; times += 2) {
      start(6000 + code.code());
      for (int i = 0; i < 2; i++) {
        sim.brokers
            .groups()
            .group("g")
            .offsets()
            .put(
                SimConsumers.partition(i),
                new io.kafkavertx.testkit.scripted.ScriptedGroup.Committed(4, -1, ""));
      }
      sim.brokers.next(times, ApiKey.OFFSET_FETCH, Reaction.refuse(code));
      subscribe();
      if (NO_COMMITTED_OFFSETS.contains(code)) {
        sim.world.runUntil(() -> member.errors.size() == 2, LONG, "both partitions stand still");
        member.errors.forEach(problem -> names(problem, code));
        sim.brokers.clearIntercepts();
        for (int i = 0; i < 2; i++) {
          TopicPartition partition = SimConsumers.partition(i);
          sim.run(
              member, "seek", LONG, () -> member.core.seek(partition, new OffsetAndMetadata(4)));
        }
      }
      sim.world.runUntil(() -> member.records.size() == 12, LONG, "all that was not committed");
      assertThat(member.records).allMatch(record -> record.offset() >= 4);
      assertThat(resets).isEmpty();
      sim.close();
    }
  }

  /** Is asked again. */
  private static boolean passes(ErrorCode code) {
    return code.isRetriable() || code == ErrorCode.REBOOTSTRAP_REQUIRED;
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverFindCoordinatorIsRefusedWithTheMemberJoinsOrIsToldWhyNot(ErrorCode code) {
    for (int times = 1; times <= 3; times += 2) {
      start(7000 + code.code());
      sim.brokers.next(times, ApiKey.FIND_COORDINATOR, Reaction.refuse(code));
      Future<Void> joined = subscribe();
      joinedOrTold(joined, passes(code), code);
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverFindCoordinatorIsRefusedWithOffsetsAreFoundAndCommittedOrNot(ErrorCode code) {
    start(7500 + code.code());
    TopicPartition partition = SimConsumers.partition(0);
    sim.brokers.next(1, ApiKey.FIND_COORDINATOR, Reaction.refuse(code));
    Future<?> committed =
        sim.run(member, "committed", LONG, () -> member.core.calls().committed(Set.of(partition)));
    sim.brokers.clearIntercepts();
    member.loop.execute(() -> member.core.assign(List.of(partition)));
    sim.world.runUntil(() -> member.records.size() == RECORDS, LONG, "all records");
    sim.world.runFor(Duration.ofSeconds(2));
    // The coordinator is known: it must say no before it is looked for again.
    sim.brokers.next(1, ApiKey.OFFSET_COMMIT, Reaction.refuse(ErrorCode.NOT_COORDINATOR));
    sim.brokers.next(1, ApiKey.FIND_COORDINATOR, Reaction.refuse(code));
    Future<?> commit =
        sim.run(
            member,
            "commit",
            LONG,
            () -> member.core.calls().commit(Map.of(partition, new OffsetAndMetadata(3))));
    if (passes(code)) {
      assertThat(committed.cause()).isNull();
      assertThat(commit.cause()).isNull();
    } else {
      names(committed.cause(), code);
      names(commit.cause(), code);
    }
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverListOffsetsIsRefusedWithThePartitionIsReadOrStandsStill(ErrorCode code) {
    for (int times = 1; times <= 3; times += 2) {
      start(8000 + code.code());
      sim.brokers.next(times, ApiKey.LIST_OFFSETS, Reaction.refuse(code));
      subscribe();
      if (NO_LOOK_UP.contains(code)) {
        int most = Math.min(2, times);
        sim.world.runUntil(() -> member.errors.size() == most, LONG, "it is told");
        member.errors.forEach(problem -> names(problem, code));
        sim.brokers.clearIntercepts();
        sim.run(member, "seek", LONG, () -> member.core.seek(Set.of(), -2));
      } else {
        assertThat(member.errors).isEmpty();
      }
      readAll("all records");
      // Sought, or told.
      assertThat(resets.size()).isLessThanOrEqualTo(2 - member.errors.size());
      assertThat(resets.size() == 2 || NO_LOOK_UP.contains(code)).isTrue();
      goesOn();
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverAFetchIsRefusedWithThePartitionIsReadOrStandsStill(ErrorCode code) {
    for (int times = 1; times <= 3; times += 2) {
      start(9000 + code.code());
      sim.brokers.next(times, ApiKey.FETCH, Reaction.refuse(code));
      subscribe();
      if (NO_FETCH.contains(code) || code == ErrorCode.CORRUPT_MESSAGE) {
        int most = Math.min(2, times);
        sim.world.runUntil(() -> member.errors.size() == most, LONG, "it is told");
        sim.brokers.clearIntercepts();
        for (Throwable problem : member.errors) {
          if (code == ErrorCode.CORRUPT_MESSAGE) {
            assertThat(problem).isInstanceOf(CorruptBatchException.class);
          } else {
            names(problem, code);
          }
        }
        sim.run(member, "seek", LONG, () -> member.core.seek(Set.of(), -2));
      } else {
        sim.world.runFor(Duration.ofSeconds(5));
        assertThat(member.errors).isEmpty();
      }
      readAll("all records");
      assertThat(resets)
          .allMatch(
              reset ->
                  reset.reason() == OffsetReset.Reason.NO_COMMITTED_OFFSET
                      || code == ErrorCode.OFFSET_OUT_OF_RANGE
                          && reset.reason() == OffsetReset.Reason.OUT_OF_RANGE);
      goesOn();
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whateverAFetchSessionIsRefusedWithNothingIsLost(ErrorCode code) {
    start(10_000 + code.code());
    subscribe();
    readAll("all records");
    sim.world.runFor(Duration.ofSeconds(3));
    // Nothing has changed, so these fetches name no partition, and the error is of the whole.
    sim.brokers.next(3, ApiKey.FETCH, Reaction.refuse(code));
    sim.world.runFor(Duration.ofSeconds(5));
    sim.brokers.clearIntercepts();
    if (member.errors.isEmpty()) {
      boolean again = resets.stream().anyMatch(r -> r.reason() == OffsetReset.Reason.OUT_OF_RANGE);
      assertThat(again && code != ErrorCode.OFFSET_OUT_OF_RANGE).isFalse();
      goesOn();
      assertThat(member.records.size() == 4 * RECORDS || again).isTrue();
    } else {
      // After the session was given up, one of the three named partitions.
      assertThat(NO_FETCH.contains(code) || code == ErrorCode.CORRUPT_MESSAGE).isTrue();
      sim.run(member, "seek", LONG, () -> member.core.seek(Set.of(), -2));
      goesOn();
    }
  }
}

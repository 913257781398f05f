package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.CommitResult;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.NoOffsetException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.CapturedLog;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed, and where reading starts. */
final class OffsetsSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final TopicPartition ZERO = SimConsumers.partition(0);
  private static final TopicPartition ONE = SimConsumers.partition(1);

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 2);
  private final List<OffsetReset> resets = new ArrayList<>();

  @AfterEach
  void close() {
    sim.close();
  }

  private ScriptedGroup.Committed committed(TopicPartition partition) {
    return sim.brokers.groups().group("g").offsets().get(partition);
  }

  private void subscribe(SimConsumers.Member member) {
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
  }

  private void append(int partition, int count) {
    byte[] value = "v".getBytes(StandardCharsets.UTF_8);
    sim.brokers.partition(SimConsumers.TOPIC, partition).append(Collections.nCopies(count, value));
  }

  @Test
  void theTextAndTheEpochOfACommitComeBack() {
    SimConsumers.Member member = sim.member("m", sim.options().setEnableAutoCommit(false));
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Map.of(
            ZERO, new OffsetAndMetadata(7, 3, "half way \u00e4\u20ac"),
            ONE, new OffsetAndMetadata(0, -1, ""));
    sim.run(member, "commit", LONG, () -> member.core.calls().commit(offsets));
    TopicPartition never = SimConsumers.partition(9);
    assertThat(
            sim.run(
                    member,
                    "committed",
                    LONG,
                    () -> member.core.calls().committed(List.of(ZERO, ONE, never)))
                .result())
        .isEqualTo(offsets);
  }

  @Test
  void aBrokerThatDoesNotKnowTheLargestTimestampIsNamedAtOnce() {
    sim.brokers.versions(ApiVersionTable.kafka44().highest(ApiKey.LIST_OFFSETS, 6));
    SimConsumers.Member member = sim.member("m", sim.options());
    Future<?> asked =
        sim.run(
            member,
            "offsets",
            Duration.ofSeconds(5),
            () -> member.core.calls().offsets(Map.of(ZERO, ResetPolicy.MAX_TIMESTAMP)));
    assertThat(asked.cause())
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("LIST_OFFSETS");
  }

  @Test
  void whoeverAsksForCommittedOffsetsThatNobodyTellsIsToldSoInTime() {
    SimConsumers.Member member =
        sim.member("m", sim.options().setDefaultApiTimeout(Duration.ofSeconds(12)));
    sim.brokers.intercept(
        ApiKey.OFFSET_FETCH, request -> Reaction.refuse(ErrorCode.UNSTABLE_OFFSET_COMMIT));
    Future<?> refused =
        sim.run(
            member,
            "committed",
            Duration.ofSeconds(14),
            () -> member.core.calls().committed(List.of(ZERO)));
    assertThat(refused.cause())
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("UNSTABLE_OFFSET_COMMIT");
    for (int id = 1; id <= 3; id++) {
      sim.brokers.kill(id);
    }
    Future<?> dead =
        sim.run(
            member,
            "committed",
            Duration.ofSeconds(14),
            () -> member.core.calls().committed(List.of(ZERO)));
    assertThat(dead.cause()).isInstanceOf(KafkaTimeoutException.class);
  }

  @Test
  void eachCommitTellsHowItHasEndedAlsoThoseThatNobodyAskedFor() {
    append(0, 10);
    SimConsumers.Member member = sim.member("m", sim.options());
    List<CommitResult> results = new ArrayList<>();
    member.loop.execute(() -> member.core.commitHandler(results::add));
    subscribe(member);
    sim.world.runUntil(() -> !results.isEmpty(), LONG, "the automatic commit");
    assertThat(results.get(0).succeeded()).isTrue();
    assertThat(results.get(0).offsets().get(ZERO).offset()).isEqualTo(10);
    sim.brokers.intercept(
        ApiKey.OFFSET_COMMIT, request -> Reaction.refuse(ErrorCode.OFFSET_METADATA_TOO_LARGE));
    results.clear();
    append(0, 1);
    sim.world.runUntil(() -> !results.isEmpty(), LONG, "the next one fails");
    assertThat(results.get(0).succeeded()).isFalse();
    assertThat(results.get(0).failure()).hasMessageContaining("OFFSET_METADATA_TOO_LARGE");
    assertThat(results.get(0).offsets().get(ZERO).offset()).isEqualTo(11);
    sim.brokers.clearIntercepts();
    results.clear();
    sim.world.runUntil(() -> !results.isEmpty(), LONG, "its offsets are part of the next");
    assertThat(results.get(0).offsets().get(ZERO).offset()).isEqualTo(11);
    assertThat(results.get(0).succeeded()).isTrue();
  }

  /** The coordinator is away for a while; then it may have forgotten the member. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAutomaticCommitThatFailsAfterALongOutageIsToldOnce(boolean forgotten) {
    append(0, 1);
    SimConsumers.Member member = sim.member("m", sim.options());
    List<CommitResult> results = new ArrayList<>();
    member.loop.execute(() -> member.core.commitHandler(results::add));
    sim.brokers.intercept(
        ApiKey.OFFSET_COMMIT, request -> Reaction.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE));
    try (CapturedLog log = CapturedLog.start()) {
      subscribe(member);
      sim.world.runFor(Duration.ofSeconds(20));
      // What is handled in the middle of it makes no difference.
      append(0, 1);
      sim.world.runFor(Duration.ofSeconds(20));
      if (forgotten) {
        sim.brokers.next(1, ApiKey.OFFSET_COMMIT, Reaction.refuse(ErrorCode.UNKNOWN_MEMBER_ID));
      }
      sim.world.runUntil(() -> !results.isEmpty(), LONG, "a commit has failed");
      sim.world.runFor(Duration.ofSeconds(30));
      sim.brokers.clearIntercepts();
      sim.world.runUntil(
          () -> results.stream().anyMatch(CommitResult::succeeded), LONG, "a commit");
      sim.world.runFor(LONG);
      assertThat(results).filteredOn(result -> !result.succeeded()).hasSize(1);
      assertThat(log.text().lines().filter(line -> line.contains("automatic commit has failed")))
          .hasSize(1);
    }
    assertThat(committed(ZERO).offset()).isEqualTo(2);
  }

  @Test
  void theCommitBeforePartitionsAreGivenUpTellsForTheOneThatWaitsAlready() {
    append(0, 1);
    SimConsumers.Member member = sim.member("m", sim.options());
    List<CommitResult> results = new ArrayList<>();
    member.loop.execute(() -> member.core.commitHandler(results::add));
    sim.brokers.intercept(
        ApiKey.OFFSET_COMMIT, request -> Reaction.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE));
    sim.run(member, "assign", LONG, () -> member.core.assign(Set.of(ZERO)));
    sim.world.runFor(Duration.ofSeconds(5));
    sim.run(member, "assign", LONG, () -> member.core.assign(Set.of()));
    sim.world.runFor(Duration.ofSeconds(5));
    assertThat(results).isEmpty();
    sim.brokers.clearIntercepts();
    sim.brokers.next(1, ApiKey.OFFSET_COMMIT, Reaction.refuse(ErrorCode.OFFSET_METADATA_TOO_LARGE));
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(results).singleElement().matches(result -> !result.succeeded());
  }

  @ParameterizedTest
  @ValueSource(strings = {"range", "cooperative-sticky"})
  void aCommitThatMeetsARebalanceIsRepeatedBeforeThePartitionsGo(String assignor) {
    append(0, 10);
    append(1, 10);
    SimConsumers.Member member =
        sim.member(
            "m", sim.options().setAutoCommitInterval(Duration.ofMinutes(9)), List.of(assignor));
    subscribe(member);
    sim.world.runUntil(() -> member.records.size() == 20, LONG, "all records");
    List<Long> before = new ArrayList<>();
    sim.brokers.next(3, ApiKey.OFFSET_COMMIT, Reaction.refuse(ErrorCode.REBALANCE_IN_PROGRESS));
    SimConsumers.Member other = sim.member("other", sim.options(), List.of(assignor));
    other
        .core
        .rebalanceHandlers()
        .onAssigned(
            partitions -> {
              partitions.forEach(
                  partition ->
                      before.add(
                          committed(partition) == null ? -1L : committed(partition).offset()));
              return Future.succeededFuture();
            });
    subscribe(other);
    sim.world.runUntil(
        () -> other.core.assignment().result().size() == 1, LONG, "the other has its share");
    assertThat(before).isNotEmpty().allMatch(offset -> offset == 10);
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(other.records).isEmpty();
    assertThat(member.records).hasSize(20);
  }

  @Test
  void aRebalanceDoesNotWaitForACommitLongerThanItsTime() {
    append(0, 10);
    SimConsumers.Member member =
        sim.member("m", sim.options().setAutoCommitInterval(Duration.ofMinutes(9)));
    subscribe(member);
    sim.world.runUntil(() -> member.records.size() == 10, LONG, "all records");
    sim.brokers.intercept(
        ApiKey.OFFSET_COMMIT, request -> Reaction.refuse(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    SimConsumers.Member other = sim.member("other", sim.options());
    other.loop.execute(() -> other.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runUntil(
        () -> !other.core.assignment().result().isEmpty(),
        Duration.ofSeconds(25),
        "the rebalance timeout is over");
    sim.brokers.clearIntercepts();
  }

  @Test
  void withoutAPolicyAPartitionThatIsOutOfRangeStandsStillAndTheOthersGoOn() {
    append(0, 10);
    append(1, 10);
    sim.brokers.groups().group("g").offsets().put(ZERO, new ScriptedGroup.Committed(99, -1, ""));
    sim.brokers.groups().group("g").offsets().put(ONE, new ScriptedGroup.Committed(2, -1, ""));
    SimConsumers.Member member = sim.member("m", sim.options().setAutoOffsetReset("none"));
    member.core.resetHandler(resets::add);
    subscribe(member);
    sim.world.runUntil(
        () -> member.errors.size() == 1 && member.records.size() == 8, LONG, "told, and read");
    assertThat(member.errors.get(0)).isInstanceOf(NoOffsetException.class);
    assertThat(((NoOffsetException) member.errors.get(0)).topicPartition()).isEqualTo(ZERO);
    append(1, 1);
    sim.world.runUntil(() -> member.records.size() == 9, LONG, "the other goes on");
    assertThat(resets).isEmpty();
    sim.run(member, "seek", LONG, () -> member.core.seek(ZERO, new OffsetAndMetadata(9)));
    sim.world.runUntil(() -> member.records.size() == 10, LONG, "and so does this, after a seek");
  }

  @Test
  void aPolicyByAgeStartsAtTheFirstRecordThatIsNotOlder() {
    append(0, 5);
    append(1, 5);
    sim.world.runFor(Duration.ofHours(1));
    append(0, 3);
    sim.world.runFor(Duration.ofMinutes(10));
    SimConsumers.Member member =
        sim.member("m", sim.options().setAutoOffsetReset("by_duration:PT30M"));
    member.core.resetHandler(resets::add);
    subscribe(member);
    sim.world.runUntil(() -> member.records.size() == 3, LONG, "the young records");
    assertThat(member.records).allMatch(record -> record.offset() >= 5);
    // There is none that young: what comes from now on.
    sim.world.runUntil(() -> resets.size() == 2, LONG, "both have a position");
    append(1, 1);
    sim.world.runUntil(() -> member.records.size() == 4, LONG, "the next of the other");
    assertThat(resets)
        .containsExactlyInAnyOrder(
            new OffsetReset(ZERO, -1, 5, OffsetReset.Reason.NO_COMMITTED_OFFSET),
            new OffsetReset(ONE, -1, 5, OffsetReset.Reason.NO_COMMITTED_OFFSET));
  }
}

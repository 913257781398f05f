package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.NoOffsetException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.RequestContext;
import io.kafkavertx.testkit.scripted.ScriptedBroker;
import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.kafkavertx.testkit.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs that are cut off by an unclean leader election (KIP-320), and leaders that come and go. */
final class TruncationSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Which brokers, and so which way to notice. */
  enum Release {
    /** Topic ids, leader hints; each fetch tells the epoch. */
    NEWEST(ApiVersionTable.kafka44()),
    /** Each fetch tells the epoch. */
    KAFKA_28(ApiVersionTable.kafka28()),
    /** The epoch must be asked about before. */
    KAFKA_26(ApiVersionTable.kafka28().highest(ApiKey.FETCH, 11));

    private final ApiVersionTable versions;

    Release(ApiVersionTable versions) {
      this.versions = versions;
    }
  }

  private final SimConsumers sim = new SimConsumers(new SimWorld(320), 1);
  private final ScriptedPartition partition = sim.brokers.partition(SimConsumers.TOPIC, 0);
  private final List<OffsetReset> resets = new ArrayList<>();
  private SimConsumers.Member member;

  private void read(ConsumerOptions options) {
    start(options);
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
  }

  private void start(ConsumerOptions options) {
    resets.clear();
    member = sim.member("m" + options.getAutoOffsetReset(), options);
    member.core.resetHandler(
        reset -> {
          if (reset.reason() != OffsetReset.Reason.NO_COMMITTED_OFFSET) {
            resets.add(reset);
          }
        });
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      partition.append(List.of(new byte[10]));
    }
  }

  private void awaitRecords(int count) {
    sim.world.runUntil(() -> member.records.size() >= count, LONG, count + " records");
    sim.world.runFor(Duration.ofSeconds(3));
    assertThat(member.records).hasSize(count);
  }

  /** Another leader comes up, without the last records, and gets others before anybody looks. */
  private void cut(long at, int appended) {
    sim.brokers.moveLeader(SimConsumers.TOPIC, 0, partition.leader() % 3 + 1);
    partition.truncate(at);
    append(appended);
  }

  private List<Long> offsets(int from) {
    return member.records.stream().skip(from).map(record -> record.offset()).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static OffsetReset truncated(long from, long to) {
    return new OffsetReset(SimConsumers.partition(0), from, to, OffsetReset.Reason.LOG_TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource
  void aLogThatWasCutBelowThePositionIsToldAlsoWhenItHasGrownBeyondIt(Release release) {
    sim.brokers.versions(release.versions);
    append(10);
    read(sim.options());
    awaitRecords(10);
    cut(6, 20);
    awaitRecords(30);
    assertThat(offsets(10)).isEqualTo(range(6, 26));
    assertThat(resets).containsExactly(truncated(10, 6));
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @ParameterizedTest
  @EnumSource
  void withoutAPolicyACutLogStopsThePartition(Release release) {
    sim.brokers.versions(release.versions);
    append(10);
    start(sim.options().setAutoOffsetReset("none"));
    member
        .core
        .rebalanceHandlers()
        .onAssigned(
            assigned -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(0)));
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(java.util.Set.of("t")));
    awaitRecords(10);
    cut(6, 20);
    sim.world.runUntil(() -> !member.errors.isEmpty(), LONG, "the error");
    assertThat(member.errors.get(0))
        .isInstanceOf(NoOffsetException.class)
        .hasMessageContaining("t-0")
        .hasMessageContaining("cut off at offset 6, below the position 10");
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(member.records).hasSize(10);
    assertThat(member.errors).hasSize(1);
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(6)));
    awaitRecords(30);
    sim.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitedUnreadIsReadFromTheNewLogWithoutAWord(Release release) {
    sim.brokers.versions(release.versions);
    append(10);
    start(sim.options());
    member.core.delivery().pause();
    member.loop.execute(() -> member.core.delivery().fetch(4));
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    awaitRecords(4);
    cut(6, 5);
    sim.world.runFor(Duration.ofSeconds(5));
    member.loop.execute(() -> member.core.delivery().fetch(Long.MAX_VALUE));
    awaitRecords(11);
    assertThat(offsets(0)).isEqualTo(range(0, 11));
    assertThat(resets).isEmpty();
    sim.close();
  }

  @ParameterizedTest
  @EnumSource
  void aPositionSoughtWithAnEpochIsHeldAgainstTheLog(Release release) {
    sim.brokers.versions(release.versions);
    append(10);
    cut(6, 20);
    read(sim.options());
    awaitRecords(26);
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(9, 0, "")));
    awaitRecords(46);
    assertThat(resets).containsExactly(truncated(9, 6));
    // The same offset without an epoch: there is nothing to compare.
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(9)));
    awaitRecords(63);
    assertThat(resets).hasSize(1);
    sim.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCommittedPositionIsHeldAgainstTheLogToo(Release release) {
    sim.brokers.versions(release.versions);
    append(10);
    read(sim.options());
    awaitRecords(10);
    sim.run(member, "commit", LONG, () -> member.core.calls().commit());
    member.close(Duration.ofSeconds(5));
    sim.world.runUntil(() -> member.down, LONG, "close");
    cut(6, 20);
    read(sim.options());
    awaitRecords(20);
    assertThat(resets).containsExactly(truncated(10, 6));
    sim.close();
  }

  @ParameterizedTest
  @EnumSource
  void anEpochThatNoLeaderKnowsIsToldAndResetByPolicy(Release release) {
    sim.brokers.versions(release.versions);
    append(10);
    read(sim.options());
    awaitRecords(10);
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(8, 99, "")));
    awaitRecords(20);
    assertThat(resets).hasSize(1);
    assertThat(resets.get(0).from()).isEqualTo(8);
    assertThat(resets.get(0).to()).isZero();
    sim.close();
  }

  @Test
  void leadersThatMoveWithoutLossAreNoEvent() {
    for (Release release : Release.values()) {
      SimConsumers world = new SimConsumers(new SimWorld(release.ordinal()), 1);
      world.brokers.versions(release.versions);
      ScriptedPartition log = world.brokers.partition(SimConsumers.TOPIC, 0);
      SimConsumers.Member reader = world.member("m", world.options());
      List<OffsetReset> told = new ArrayList<>();
      reader.core.resetHandler(told::add);
      world.run(
          reader, "assign", LONG, () -> reader.core.assign(List.of(SimConsumers.partition(0))));
      for (int round = 0; round < 30; round++) {
        world.brokers.moveLeader(SimConsumers.TOPIC, 0, 1 + world.world.random().nextInt(3));
        log.append(List.of(new byte[5], new byte[5]));
        int expected = 2 * (round + 1);
        world.world.runUntil(() -> reader.records.size() == expected, LONG, "records");
      }
      assertThat(told).hasSize(1);
      assertThat(told.get(0).reason()).isEqualTo(OffsetReset.Reason.NO_COMMITTED_OFFSET);
      world.close();
    }
  }

  @Test
  void aLateAnswerAboutEpochsNeverUndoesASeek() {
    sim.brokers.versions(Release.KAFKA_26.versions);
    append(10);
    read(sim.options());
    awaitRecords(10);
    sim.brokers.next(1, ApiKey.OFFSET_FOR_LEADER_EPOCH, Reaction.delay(Duration.ofSeconds(3)));
    cut(6, 0);
    sim.world.runFor(Duration.ofSeconds(1));
    sim.run(
        member,
        "seek",
        LONG,
        () -> member.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(2)));
    awaitRecords(14);
    assertThat(offsets(10)).isEqualTo(range(2, 6));
    sim.world.runFor(Duration.ofSeconds(5));
    append(3);
    awaitRecords(17);
    assertThat(offsets(14)).isEqualTo(range(6, 9));
    assertThat(resets).isEmpty();
    sim.close();
  }

  @Test
  void noErrorOfOffsetForLeaderEpochLosesAPosition() {
    for (ErrorCode code : ErrorCode.values()) {
      if (code == ErrorCode.NONE) {
        continue;
      }
      SimConsumers world = new SimConsumers(new SimWorld(code.code()), 1);
      world.brokers.versions(Release.KAFKA_26.versions);
      ScriptedPartition log = world.brokers.partition(SimConsumers.TOPIC, 0);
      log.append(List.of(new byte[5], new byte[5]));
      SimConsumers.Member reader = world.member("m", world.options());
      world.run(
          reader, "assign", LONG, () -> reader.core.assign(List.of(SimConsumers.partition(0))));
      world.world.runUntil(() -> reader.records.size() == 2, LONG, "records");
      world.brokers.next(2, ApiKey.OFFSET_FOR_LEADER_EPOCH, Reaction.refuse(code));
      world.brokers.moveLeader(SimConsumers.TOPIC, 0, log.leader() % 3 + 1);
      log.append(List.of(new byte[5], new byte[5]));
      if (code == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
        world.world.runUntil(() -> !reader.errors.isEmpty(), LONG, "the error");
        world.run(
            reader,
            "seek",
            LONG,
            () -> reader.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(2)));
      }
      world.world.runUntil(() -> reader.records.size() == 4, LONG, "records after " + code);
      world.close();
    }
  }

  @Test
  void noErrorOfFetchKeepsTheClientBusyOrSkipsARecord() {
    for (ErrorCode code : ErrorCode.values()) {
      if (code == ErrorCode.NONE) {
        continue;
      }
      SimConsumers world = new SimConsumers(new SimWorld(code.code()), 1);
      ScriptedPartition log = world.brokers.partition(SimConsumers.TOPIC, 0);
      log.append(List.of(new byte[5], new byte[5]));
      SimConsumers.Member reader = world.member("m", world.options());
      List<OffsetReset> told = new ArrayList<>();
      reader.core.resetHandler(told::add);
      world.run(
          reader, "assign", LONG, () -> reader.core.assign(List.of(SimConsumers.partition(0))));
      world.world.runUntil(() -> reader.records.size() == 2, LONG, "records");
      told.clear();
      int before = world.brokers.requestCount(ApiKey.FETCH);
      world.brokers.intercept(ApiKey.FETCH, context -> Reaction.refuse(code));
      world.world.runFor(Duration.ofSeconds(10));
      // Backoff is 100 ms to a second. A reset by policy may come between.
      assertThat(world.brokers.requestCount(ApiKey.FETCH) - before).as("%s", code).isLessThan(60);
      world.brokers.clearIntercepts();
      log.append(List.of(new byte[5]));
      if (!reader.errors.isEmpty()) {
        world.run(
            reader,
            "seek",
            LONG,
            () -> reader.core.seek(SimConsumers.partition(0), new OffsetAndMetadata(2)));
      }
      int expected = told.isEmpty() ? 3 : 5;
      world.world.runUntil(
          () -> reader.records.size() == expected, LONG, "records after " + code + told);
      assertThat(reader.records.get(expected - 1).offset()).isEqualTo(2);
      world.close();
    }
  }

  /** Each broker says that the next one leads, with ever newer epochs. */
  @Test
  void brokersThatSendUsToAndFroDoNotKeepUsBusy() {
    append(10);
    read(sim.options());
    awaitRecords(10);
    int[] epoch = {100};
    int before = sim.brokers.requestCount(ApiKey.FETCH);
    sim.brokers.intercept(ApiKey.FETCH, context -> Reaction.answer(elsewhere(context, ++epoch[0])));
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(sim.brokers.requestCount(ApiKey.FETCH) - before).isBetween(5, 150);
    assertThat(member.errors).isEmpty();
    assertThat(resets).isEmpty();
    sim.brokers.clearIntercepts();
    // Epochs never go back: the real leader counts again when it has a newer one.
    IntStream.range(0, epoch[0] + 1)
        .forEach(i -> sim.brokers.moveLeader(SimConsumers.TOPIC, 0, 1 + i % 3));
    append(3);
    awaitRecords(13);
    sim.close();
  }

  private FetchResponse elsewhere(RequestContext context, int epoch) {
    ScriptedBroker other = sim.brokers.broker(context.broker().id() % 3 + 1);
    FetchRequest request = (FetchRequest) context.request();
    return new FetchResponse()
        .setSessionId(request.sessionId())
        .setResponses(
            List.of(
                new FetchResponse.FetchableTopicResponse()
                    .setTopicId(sim.brokers.topic(SimConsumers.TOPIC).id())
                    .setPartitions(
                        List.of(
                            new FetchResponse.PartitionData()
                                .setErrorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code())
                                .setHighWatermark(-1)
                                .setCurrentLeader(
                                    new FetchResponse.LeaderIdAndEpoch()
                                        .setLeaderId(other.id())
                                        .setLeaderEpoch(epoch))))))
        .setNodeEndpoints(
            List.of(
                new FetchResponse.NodeEndpoint()
                    .setNodeId(other.id())
                    .setHost(other.host())
                    .setPort(other.port())));
  }
}

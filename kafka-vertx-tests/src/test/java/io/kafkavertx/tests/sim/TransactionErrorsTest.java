package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.TransactionAbortableException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.produce.Caller;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.internal.produce.txn.TransactionConfig;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every error code in the answer to every request of a transaction, and answers that get lost. */
class TransactionErrorsTest {
  private static final TopicPartition INPUT = new TopicPartition("in", 0);

  /** What becomes of a producer. */
  private enum End {
    /** The error passed; the transaction was committed. */
    COMMITTED,
    /** The commit failed; after an abort the next transaction was committed. */
    ABORTED,
    /** The commit failed; every later call fails as well. */
    DEAD
  }

  private static final Set<ErrorCode> FENCED =
      EnumSet.of(ErrorCode.PRODUCER_FENCED, ErrorCode.INVALID_PRODUCER_EPOCH);

  /** What the protocol says of an error in the answer to an API. */
  private static End expected(ApiKey api, ErrorCode code) {
    if (code == ErrorCode.NONE || code.isRetriable()) {
      return End.COMMITTED;
    }
    boolean ofGroup = api == ApiKey.TXN_OFFSET_COMMIT;
    if (FENCED.contains(code)) {
      return ofGroup && code == ErrorCode.INVALID_PRODUCER_EPOCH ? End.ABORTED : End.DEAD;
    }
    if (code == ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED) {
      return End.DEAD;
    }
    return switch (api) {
      case END_TXN ->
          switch (code) {
            case UNKNOWN_SERVER_ERROR -> End.COMMITTED;
            case TRANSACTION_ABORTABLE,
                INVALID_TXN_STATE,
                INVALID_PRODUCER_ID_MAPPING,
                UNKNOWN_PRODUCER_ID ->
                End.ABORTED;
            default -> End.DEAD;
          };
      case TXN_OFFSET_COMMIT ->
          code == ErrorCode.INVALID_TXN_STATE || code == ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT
              ? End.DEAD
              : End.ABORTED;
      default -> code == ErrorCode.INVALID_TXN_STATE ? End.DEAD : End.ABORTED;
    };
  }

  @Test
  void everyErrorOfAddPartitionsToTxnHasItsReaction() {
    every(ApiKey.ADD_PARTITIONS_TO_TXN, 0);
  }

  @Test
  void everyErrorOfAddOffsetsToTxnHasItsReaction() {
    every(ApiKey.ADD_OFFSETS_TO_TXN, 0);
  }

  @Test
  void everyErrorOfTxnOffsetCommitHasItsReaction() {
    every(ApiKey.TXN_OFFSET_COMMIT, 0);
    every(ApiKey.TXN_OFFSET_COMMIT, 2);
  }

  @Test
  void everyErrorOfEndTxnHasItsReaction() {
    every(ApiKey.END_TXN, 0);
    every(ApiKey.END_TXN, 2);
  }

  private static void every(ApiKey api, int version) {
    for (ErrorCode code : ErrorCode.values()) {
      Setting setting = new Setting(version);
      setting.init();
      if (code != ErrorCode.NONE) {
        setting.brokers.next(1, api, Reaction.refuse(code));
      }
      assertThat(setting.outcome(code)).as(api + " " + code).isEqualTo(expected(api, code));
      setting.close();
    }
  }

  @Test
  void everyErrorOfInitProducerIdIsRetriedOrTold() {
    for (ErrorCode code : ErrorCode.values()) {
      Setting setting = new Setting(2);
      if (code != ErrorCode.NONE) {
        setting.brokers.next(1, ApiKey.INIT_PRODUCER_ID, Reaction.refuse(code));
      }
      Throwable failure = setting.failure(() -> setting.producer.transactions().init());
      if (code == ErrorCode.NONE || code.isRetriable()) {
        assertThat(failure).as(code.name()).isNull();
        assertThat(setting.outcome(code)).isEqualTo(End.COMMITTED);
      } else {
        assertThat(failure).as(code.name()).isInstanceOf(KafkaException.class);
        assertThat(failure).hasMessageContaining(code.name());
        assertThat(failure instanceof ProducerFencedException).isEqualTo(FENCED.contains(code));
      }
      setting.close();
    }
  }

  /** Must hold: an end that got lost must not end the next transaction, whenever it arrives. */
  @Test
  void anEndThatArrivesLateNeverEndsTheNextTransaction() {
    for (int version : new int[] {0, 2}) {
      for (int lateMillis = 0; lateMillis < 1200; lateMillis += 15) {
        Setting setting = new Setting(version);
        setting.init();
        setting.brokers.next(1, ApiKey.END_TXN, Reaction.late(Duration.ofMillis(lateMillis)));
        setting.transaction("first");
        assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
        assertThat(setting.failure(() -> setting.producer.transactions().begin())).isNull();
        setting.send("second, not yet committed");
        setting.world.runFor(Duration.ofMillis(1500));
        assertThat(setting.committed()).as("late by %s ms", lateMillis).containsExactly("first");
        setting.send("third, not yet committed");
        assertThat(setting.failure(() -> setting.producer.transactions().abort())).isNull();
        setting.world.runFor(Duration.ofMillis(100));
        assertThat(setting.committed()).as("late by %s ms", lateMillis).containsExactly("first");
        assertThat(setting.producer.transactions().newEpochs()).isEqualTo(version == 0 ? 1 : 0);
        setting.close();
      }
    }
  }

  @Test
  void anAdditionThatArrivesLateOpensNoTransactionThatLaterEndsTheProducer() {
    for (ApiKey api : List.of(ApiKey.ADD_PARTITIONS_TO_TXN, ApiKey.ADD_OFFSETS_TO_TXN)) {
      for (int lateMillis = 0; lateMillis < 1200; lateMillis += 40) {
        Setting setting = new Setting(0);
        setting.init();
        setting.brokers.next(1, api, Reaction.late(Duration.ofMillis(lateMillis)));
        assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
        setting.world.runFor(Duration.ofMillis(1500));
        assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
        // Longer than a transaction may be open.
        setting.world.runFor(Duration.ofSeconds(70));
        assertThat(setting.outcome(ErrorCode.NONE))
            .as("%s late by %s ms", api, lateMillis)
            .isEqualTo(End.COMMITTED);
        setting.close();
      }
    }
  }

  @Test
  void offsetsThatArriveLateAreNotCommittedWithTheNextTransaction() {
    for (int version : new int[] {0, 2}) {
      for (int lateMillis = 0; lateMillis < 1200; lateMillis += 15) {
        Setting setting = new Setting(version);
        setting.init();
        setting.brokers.next(
            1, ApiKey.TXN_OFFSET_COMMIT, Reaction.late(Duration.ofMillis(lateMillis)));
        assertThat(setting.commitOffset(10)).isNull();
        assertThat(setting.failure(() -> setting.producer.transactions().begin())).isNull();
        setting.send("a record");
        assertThat(setting.failure(() -> setting.offsets(20))).isNull();
        setting.world.runFor(Duration.ofMillis(1500));
        assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
        setting.world.runFor(Duration.ofMillis(100));
        assertThat(setting.offset()).as("late by %s ms", lateMillis).isEqualTo(20);
        setting.close();
      }
    }
  }

  @Test
  void aCommitWithoutAnAnswerIsUnknownAndTheNextCallSettlesIt() {
    for (int version : new int[] {0, 2}) {
      for (boolean askAgain : new boolean[] {true, false}) {
        Setting setting = new Setting(version);
        setting.init();
        setting.transaction("first");
        setting.brokers.next(1000, ApiKey.END_TXN, Reaction.swallow());
        assertThat(setting.failure(() -> setting.producer.transactions().commit()))
            .isInstanceOf(OutcomeUnknownException.class)
            .hasMessageContaining("commitTransaction()");
        assertThat(setting.failure(() -> setting.producer.transactions().abort()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("Unresolved");
        setting.brokers.clearIntercepts();
        if (askAgain) {
          assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
        }
        assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
        setting.world.runFor(Duration.ofMillis(100));
        assertThat(setting.committed()).containsExactly("first", "work");
        setting.close();
      }
    }
  }

  @Test
  void aRecordThatNeverFoundItsTopicMakesTheCommitFail() {
    for (int version : new int[] {0, 2}) {
      Setting setting = new Setting(version);
      setting.brokers.settings().autoCreateTopics(false);
      setting.init();
      assertThat(setting.failure(() -> setting.producer.transactions().begin())).isNull();
      setting.loop.execute(
          () ->
              setting.producer.write(
                  "nowhere", 0, setting.world.wallMillis(), null, null, List.of(), Caller.ON_LOOP));
      assertThat(setting.failure(() -> setting.producer.transactions().commit()))
          .isInstanceOf(TransactionAbortableException.class)
          .hasMessageContaining("nowhere");
      assertThat(setting.failure(() -> setting.producer.transactions().abort())).isNull();
      assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
      setting.close();
    }
  }

  @Test
  void closingWithATransactionOpenIsBoundedThoughNobodyAnswers() {
    for (int version : new int[] {0, 2}) {
      for (ApiKey silent :
          List.of(
              ApiKey.END_TXN,
              ApiKey.PRODUCE,
              ApiKey.ADD_PARTITIONS_TO_TXN,
              ApiKey.INIT_PRODUCER_ID)) {
        Setting setting = new Setting(version);
        if (silent != ApiKey.INIT_PRODUCER_ID) {
          setting.init();
        }
        setting.brokers.next(1000, silent, Reaction.swallow());
        List<Future<?>> results = new ArrayList<>();
        setting.loop.execute(
            () -> {
              if (silent == ApiKey.INIT_PRODUCER_ID) {
                results.add(setting.producer.transactions().init());
                return;
              }
              results.add(setting.producer.transactions().begin());
              results.add(
                  setting.producer.write(
                      "out", 0, setting.world.wallMillis(), null, null, List.of(), Caller.ON_LOOP));
              results.add(setting.producer.transactions().commit());
            });
        setting.world.runFor(Duration.ofMillis(500));
        setting.close();
        assertThat(results).as(silent.name()).isNotEmpty().allMatch(Future::isComplete);
      }
    }
  }

  @Test
  void anAbortWhileTheTransactionBeforeIsStillBeingWrittenFencesNobody() {
    Setting setting = new Setting(2);
    setting.init();
    setting.brokers.settings().markerDelay(Duration.ofMillis(400));
    setting.transaction("first");
    assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
    assertThat(setting.failure(() -> setting.producer.transactions().begin())).isNull();
    setting.sendSoon("refused for as long as the first is not over");
    setting.world.runFor(Duration.ofMillis(50));
    assertThat(setting.failure(() -> setting.producer.transactions().abort())).isNull();
    setting.transaction("third");
    assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
    setting.world.runFor(Duration.ofSeconds(1));
    assertThat(setting.committed()).containsExactly("first", "third");
    setting.close();
  }

  /** Nothing is in doubt then, and the next transaction has the identity of the last. */
  @Test
  void anAbortThatFoundNoCoordinatorDoesNotStopTheNextTransaction() {
    for (int version : new int[] {0, 2}) {
      for (boolean again : new boolean[] {false, true}) {
        Setting setting = new Setting(version);
        setting.init();
        setting.transaction("first");
        setting.brokers.intercept(
            ApiKey.END_TXN, request -> Reaction.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE));
        assertThat(setting.failure(() -> setting.producer.transactions().abort()))
            .isInstanceOf(KafkaTimeoutException.class);
        if (again) {
          assertThat(setting.failure(() -> setting.producer.transactions().begin()))
              .isInstanceOf(KafkaTimeoutException.class);
        }
        setting.brokers.clearIntercepts();
        if (again) {
          assertThat(setting.failure(() -> setting.producer.transactions().abort())).isNull();
        }
        setting.transaction("second");
        assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
        setting.world.runFor(Duration.ofMillis(100));
        assertThat(setting.committed()).containsExactly("second");
        setting.close();
      }
    }
  }

  @Test
  void aCommitIsAskedForAgainAlsoAfterATransactionThatDidNotBegin() {
    for (int version : new int[] {0, 2}) {
      Setting setting = new Setting(version);
      setting.init();
      setting.transaction("first");
      setting.brokers.intercept(ApiKey.END_TXN, request -> Reaction.swallow());
      assertThat(setting.failure(() -> setting.producer.transactions().commit()))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThat(setting.failure(() -> setting.producer.transactions().begin()))
          .isInstanceOf(KafkaTimeoutException.class);
      setting.brokers.clearIntercepts();
      assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
      setting.world.runFor(Duration.ofMillis(100));
      assertThat(setting.committed()).containsExactly("first");
      setting.close();
    }
  }

  @Test
  void recordsInDoubtDoNotStopTheNextTransaction() {
    for (int version : new int[] {0, 2}) {
      for (Reaction lost : List.of(Reaction.dropBefore(), Reaction.dropAfter())) {
        Setting setting = new Setting(version);
        setting.init();
        assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
        setting.brokers.next(1000, ApiKey.PRODUCE, lost);
        setting.transaction("in doubt");
        setting.brokers.clearIntercepts();
        assertThat(setting.failure(() -> setting.producer.transactions().commit()))
            .isInstanceOf(TransactionAbortableException.class)
            .hasRootCauseInstanceOf(KafkaException.class);
        assertThat(setting.failure(() -> setting.producer.transactions().abort())).isNull();
        assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
        setting.world.runFor(Duration.ofMillis(100));
        assertThat(setting.committed()).containsExactly("work", "work");
        setting.close();
      }
    }
  }

  @Test
  void anEpochThatHasNoNextOneGivesWayToANewProducerId() {
    for (int version : new int[] {0, 2}) {
      Setting setting = new Setting(version);
      setting.brokers.transactions().transaction("id").epoch((short) (Short.MAX_VALUE - 4));
      setting.init();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        setting.brokers.next(1, ApiKey.END_TXN, Reaction.dropAfter());
        setting.transaction("t" + i);
        assertThat(setting.failure(() -> setting.producer.transactions().commit())).isNull();
        expected.add("t" + i);
      }
      setting.world.runFor(Duration.ofMillis(100));
      assertThat(setting.committed()).isEqualTo(expected);
      setting.close();
    }
  }

  @Test
  void anIdThatTheCoordinatorHasForgottenIsTakenUpAgain() {
    for (int version : new int[] {0, 2}) {
      Setting setting = new Setting(version);
      setting.init();
      assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
      setting.brokers.transactions().forget("id");
      setting.transaction("lost");
      assertThat(setting.failure(() -> setting.producer.transactions().commit()))
          .isInstanceOf(TransactionAbortableException.class);
      assertThat(setting.failure(() -> setting.producer.transactions().abort())).isNull();
      assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
      setting.world.runFor(Duration.ofMillis(100));
      assertThat(setting.committed()).containsExactly("work", "work");
      setting.close();
    }
  }

  @Test
  void brokersThatGoOverToVersion2GetANewEpochFirst() {
    Setting setting = new Setting(0);
    setting.init();
    assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
    int adds = setting.brokers.requestCount(ApiKey.ADD_PARTITIONS_TO_TXN);
    assertThat(adds).isPositive();
    setting.brokers.settings().transactionVersion(2);
    // Brokers tell their features when they are connected to.
    setting.brokers.brokers().forEach(broker -> setting.brokers.kill(broker.id()));
    setting.brokers.brokers().forEach(broker -> setting.brokers.revive(broker.id()));
    setting.world.runFor(Duration.ofSeconds(2));
    setting.failure(() -> setting.producer.partitionsFor("out"));
    // The first may still go the old way, if nobody was connected to yet.
    for (int i = 0; i < 3; i++) {
      assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
    }
    adds = setting.brokers.requestCount(ApiKey.ADD_PARTITIONS_TO_TXN);
    assertThat(setting.outcome(ErrorCode.NONE)).isEqualTo(End.COMMITTED);
    assertThat(setting.brokers.requestCount(ApiKey.ADD_PARTITIONS_TO_TXN)).isEqualTo(adds);
    assertThat(setting.producer.transactions().newEpochs()).isEqualTo(1);
    setting.close();
  }

  /** A producer and scripted brokers. */
  private static final class Setting {
    final SimWorld world = new SimWorld(1);
    final ScriptedCluster brokers;
    final SimEventLoop loop;
    final Cluster cluster;
    final ProducerCore producer;

    Setting(int version) {
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      brokers.onNote(world::trace);
      brokers.createTopic("in", 1);
      brokers.createTopic("out", 1);
      brokers.settings().transactionVersion(version);
      loop = world.loop("client");
      ProducerOptions options =
          new ProducerOptions()
              .setBootstrapServers(brokers.bootstrapServers())
              .setClientId("sim")
              .setTransactionalId("id")
              .setRequestTimeout(Duration.ofSeconds(2))
              .setDeliveryTimeout(Duration.ofSeconds(8));
      cluster = Cluster.open(loop, world.network().transport(loop), options);
      producer =
          new ProducerCore(
              ProduceConfig.of(options, null),
              TransactionConfig.of(options),
              cluster,
              Plugins.partitioner(options.getPartitioner()).create(new JsonObject()),
              bytes -> {},
              failure -> {});
    }

    /** Why a call fails; null when it does not. */
    Throwable failure(Supplier<? extends Future<?>> call) {
      return SimSetting.await(
              world,
              loop,
              () -> call.get().transform(end -> Future.succeededFuture(end.cause())),
              Duration.ofSeconds(30))
          .result();
    }

    void init() {
      assertThat(failure(() -> producer.transactions().init())).isNull();
    }

    void transaction(String value) {
      assertThat(failure(() -> producer.transactions().begin())).isNull();
      send(value);
    }

    /** Waits for the result, whatever it is. */
    void send(String value) {
      Promise<RecordMetadata> promise = sendSoon(value);
      world.runUntil(() -> promise.future().isComplete(), Duration.ofSeconds(20), value);
    }

    Promise<RecordMetadata> sendSoon(String value) {
      Promise<RecordMetadata> promise = Promise.promise();
      loop.execute(
          () ->
              producer.send(
                  "out",
                  0,
                  world.wallMillis(),
                  null,
                  value.getBytes(StandardCharsets.UTF_8),
                  List.of(),
                  Caller.ON_LOOP,
                  promise));
      return promise;
    }

    Future<Void> offsets(long offset) {
      return producer
          .transactions()
          .sendOffsets(
              Map.of(INPUT, new OffsetAndMetadata(offset)),
              new ConsumerGroupMetadata("group", -1, "", null));
    }

    Throwable commitOffset(long offset) {
      transaction("with offset " + offset);
      assertThat(failure(() -> offsets(offset))).isNull();
      return failure(() -> producer.transactions().commit());
    }

    /** Does a transaction with everything in it, and sees how the producer gets on. */
    End outcome(ErrorCode code) {
      transaction("work");
      failure(() -> offsets(1));
      Throwable commit = failure(() -> producer.transactions().commit());
      if (commit == null) {
        return End.COMMITTED;
      }
      assertThat(commit).isInstanceOfAny(KafkaException.class).hasStackTraceContaining(code.name());
      Throwable abort = failure(() -> producer.transactions().abort());
      if (abort == null) {
        assertThat(commit).isInstanceOf(TransactionAbortableException.class);
        transaction("after the abort");
        assertThat(failure(() -> producer.transactions().commit())).isNull();
        world.runFor(Duration.ofMillis(100));
        assertThat(committed()).containsExactly("after the abort");
        assertThat(producer.failure()).as("it works").isNull();
        return End.ABORTED;
      }
      assertThat(commit instanceof ProducerFencedException).isEqualTo(FENCED.contains(code));
      assertThat(failure(() -> producer.transactions().begin())).isSameAs(commit);
      assertThat(producer.failure()).as("what a health check is told").isSameAs(commit);
      return End.DEAD;
    }

    List<String> committed() {
      return List.copyOf(TransactionHistory.committed(brokers.partition("out", 0), true).values());
    }

    long offset() {
      ScriptedGroup.Committed offset = brokers.groups().group("group").offsets().get(INPUT);
      return offset == null ? -1 : offset.offset();
    }

    void close() {
      SimSetting.await(
          world,
          loop,
          () -> producer.close(loop.nanoTime() + 5_000_000_000L),
          Duration.ofSeconds(6));
      SimSetting.close(world, loop, cluster);
    }
  }
}

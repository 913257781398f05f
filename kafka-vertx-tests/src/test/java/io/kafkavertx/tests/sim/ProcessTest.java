package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions.BadRecordPolicy;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.ProcessOptions.OnFailure;
import io.kafkavertx.ProcessingStatus.PartitionStatus;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.RecordFailedException.Outcome;
import io.kafkavertx.SerializationException;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code process} promises, one promise at a time, in virtual time. */
class ProcessTest {
  private ProcessSetting sim;

  private void start(int partitions, ProcessOptions options) {
    sim = new ProcessSetting(partitions, ProcessSetting.consumer());
    sim.start(options);
  }

  private static ProcessOptions options(Ordering ordering) {
    return new ProcessOptions()
        .setOrdering(ordering)
        .setConcurrency(8)
        .setRetryBackoff(Duration.ofMillis(50));
  }

  @Test
  void recordsOfAKeyWaitForEachOtherAndOthersDoNot() {
    start(1, options(Ordering.KEY));
    sim.produce(0, "a", "a", "b", "-", "-", "b", "a");
    sim.untilStarted("0/0", "0/2", "0/3", "0/4");
    sim.turn();
    assertThat(sim.started).containsExactly("0/0", "0/2", "0/3", "0/4");
    sim.end("0/2", "0/3");
    assertThat(sim.started).hasSize(5).endsWith("0/5");
    sim.world.runFor(Duration.ofSeconds(1));
    assertThat(sim.committed(0)).as("nothing before the first is done").isLessThan(1);
    sim.end("0/0");
    assertThat(sim.started).endsWith("0/1");
    sim.untilCommitted(0, 1);
    sim.end("0/1", "0/4", "0/5");
    sim.untilCommitted(0, 6);
    sim.end("0/6");
    sim.close();
    assertThat(sim.committed(0)).isEqualTo(7);
    assertThat(sim.reported).isEmpty();
  }

  @Test
  void aStuckPartitionHoldsUpNoOtherAndAStuckKeyNoOtherKey() {
    start(3, options(Ordering.PARTITION).setConcurrency(3));
    for (int i = 0; i < 50; i++) {
      sim.produce(0, "x");
      sim.produce(1, "x", "x");
      sim.produce(2, "x", "x");
    }
    sim.work = record -> record.partition() == 0 ? null : Future.succeededFuture();
    sim.untilStarted("1/99", "2/99");
    assertThat(sim.started).contains("0/0").doesNotContain("0/1");
    sim.end("0/0");
    sim.untilStarted("0/1");
    assertThat(sim.status().inFlight()).isEqualTo(1);

    start(2, options(Ordering.KEY).setConcurrency(4).setLookAhead(1000));
    for (int i = 0; i < 100; i++) {
      sim.produce(0, "stuck", "k" + i);
      sim.produce(1, "k" + i);
    }
    sim.work = record -> record.key().equals("stuck") ? null : Future.succeededFuture();
    sim.untilStarted("0/199", "1/99");
    assertThat(sim.started).contains("0/0").doesNotContain("0/2", "0/4");
    PartitionStatus status = sim.status().partitions().get(new TopicPartition("orders", 0));
    assertThat(status.waiting()).isEqualTo(99);
    assertThat(status.inFlight()).isEqualTo(1);
    assertThat(status.committable()).isEqualTo(-1);
  }

  @Test
  void hangingRecordsOfSomePartitionsCannotTakeTheSlotsOfTheOthers() {
    start(4, options(Ordering.NONE).setConcurrency(8));
    for (int i = 0; i < 100; i++) {
      for (int p = 0; p < 4; p++) {
        sim.produce(p, "k" + i);
      }
    }
    sim.work = record -> record.partition() == 3 ? Future.succeededFuture() : null;
    sim.untilStarted("3/99");
    assertThat(sim.running).as("three partitions hang").hasSizeLessThanOrEqualTo(7);
    // Which broker's records come first is nobody's promise.
    sim.until(() -> sim.running.size() >= 6, "the hanging ones to take what is left");
  }

  @Test
  void fetchedDataOfPartitionsThatHangMakesRoomForOthers() {
    sim =
        new ProcessSetting(
            6,
            ProcessSetting.consumer()
                .setMaxPartitionFetchBytes(2000)
                .setFetchMaxBytes(4000)
                .setMaxBufferedBytes(8000));
    sim.start(options(Ordering.PARTITION).setConcurrency(12));
    // Batches of 5.7 kB.
    String[] keys = new String[50];
    Arrays.fill(keys, "k".repeat(100));
    for (int i = 0; i < 10; i++) {
      for (int p = 0; p < 6; p++) {
        sim.produce(p, keys);
      }
    }
    sim.work = record -> record.partition() < 5 ? null : Future.succeededFuture();
    sim.untilStarted("5/499");
    assertThat(sim.running).hasSize(5);
    sim.work = record -> Future.succeededFuture();
    sim.end("0/0", "1/0", "2/0", "3/0", "4/0");
    sim.untilStarted("0/499", "1/499", "2/499", "3/499", "4/499");
    sim.close();
    assertThat(sim.started).hasSize(6 * 500).doesNotHaveDuplicates();
  }

  @Test
  void aPartitionRunsAheadOfItsFirstRecordOnlySoFar() {
    start(1, options(Ordering.NONE).setMaxUnfinished(20));
    String[] keys = new String[200];
    Arrays.fill(keys, "k");
    sim.produce(0, keys);
    sim.work = record -> record.offset() == 0 ? null : Future.succeededFuture();
    sim.untilStarted("0/19");
    sim.world.runFor(Duration.ofSeconds(2));
    assertThat(sim.started).hasSize(20);
    sim.end("0/0");
    sim.untilStarted("0/199");
    sim.untilCommitted(0, 200);
    sim.close();
  }

  @Test
  void aFutureThatNeverCompletesIsReportedTriedAgainAndThenStopsItsPartitionOnly() {
    start(
        2,
        options(Ordering.PARTITION).setMaxRetries(1).setProcessingTimeout(Duration.ofSeconds(3)));
    sim.produce(0, "a", "a");
    sim.produce(1, "a", "a");
    sim.work = record -> record.partition() == 1 ? Future.succeededFuture() : null;
    sim.until(() -> sim.reported.size() == 2, "two time-outs");
    assertThat(sim.outcomes()).containsExactly(Outcome.TIMED_OUT, Outcome.PARTITION_STOPPED);
    assertThat(sim.reported.get(1)).hasCauseInstanceOf(KafkaTimeoutException.class);
    assertThat(sim.started).containsOnlyOnce("1/0", "1/1").doesNotContain("0/1");
    assertThat(sim.started.stream().filter("0/0"::equals)).hasSize(2);
    sim.untilCommitted(1, 2);
    assertThat(sim.status().partitions().get(new TopicPartition("orders", 0)).stopped()).isTrue();
    assertThat(sim.status().inFlight()).isZero();

    // Too late: it counts for nothing.
    sim.end("0/0");
    sim.world.runFor(Duration.ofSeconds(1));
    assertThat(sim.committed(0)).isLessThan(1);

    sim.work = record -> Future.succeededFuture();
    SimSetting.await(
        sim.world,
        sim.loop,
        () -> sim.core.processed().resume(new TopicPartition("orders", 0)),
        Duration.ofSeconds(5));
    sim.untilCommitted(0, 2);
    sim.close();
  }

  @Test
  void throwingAndNullAreFailures() {
    start(1, options(Ordering.PARTITION).setMaxRetries(0).setOnFailure(OnFailure.SKIP));
    sim.produce(0, "a", "a", "a");
    sim.work =
        record -> {
          if (record.offset() == 0) {
            throw new IllegalStateException("thrown");
          }
          return record.offset() == 1 ? Future.failedFuture("failed") : Future.succeededFuture();
        };
    sim.untilCommitted(0, 3);
    assertThat(sim.outcomes()).containsExactly(Outcome.SKIPPED, Outcome.SKIPPED);
    assertThat(sim.reported.get(0))
        .hasMessageContaining("offset 0 of orders-0")
        .hasMessageContaining("1 attempt")
        .hasRootCauseMessage("thrown");
    sim.close();
  }

  @Test
  void whatIsNotWorthAnotherAttemptGetsNone() {
    start(
        1,
        options(Ordering.PARTITION)
            .setOnFailure(OnFailure.SKIP)
            .setRetryIf(failure -> !(failure instanceof IllegalArgumentException)));
    sim.produce(0, "a", "a");
    sim.work =
        record ->
            Future.failedFuture(
                record.offset() == 0
                    ? new IllegalArgumentException("no use")
                    : new IllegalStateException("try again"));
    sim.untilCommitted(0, 2);
    assertThat(sim.started).hasSize(1 + 6);
    sim.close();
  }

  @Test
  void failuresThatAreNotTheRecordsFaultAreNotCounted() {
    start(
        1,
        options(Ordering.PARTITION)
            .setMaxRetries(1)
            .setRetryBackoffMax(Duration.ofMillis(200))
            .setOnFailure(OnFailure.SKIP)
            .setBlameless(failure -> failure instanceof IllegalStateException));
    sim.produce(0, "a");
    sim.work =
        record ->
            Future.failedFuture(
                sim.started.size() == 20 || sim.started.size() == 40
                    ? new IllegalArgumentException("the record's")
                    : new IllegalStateException("nobody is there"));
    sim.untilCommitted(0, 1);
    assertThat(sim.started).as("two attempts that count, 38 that do not").hasSize(40);
    assertThat(sim.outcomes()).containsExactly(Outcome.SKIPPED);
    sim.close();
  }

  @Test
  void aDeadLetterIsTheRecordAndItsCause() {
    start(
        1,
        options(Ordering.KEY)
            .setMaxRetries(2)
            .setOnFailure(OnFailure.DEAD_LETTER)
            .setDeadLetterTopic("{topic}-dead"));
    sim.produce(0, "a", "-", "a");
    sim.work =
        record ->
            record.offset() < 2
                ? Future.failedFuture(new IllegalStateException("m".repeat(5000)))
                : Future.succeededFuture();
    sim.untilCommitted(0, 3);
    assertThat(sim.letters).hasSize(2);
    ProcessSetting.Letter letter =
        sim.letters.stream().filter(l -> "a".equals(l.key())).findFirst().orElseThrow();
    assertThat(letter.topic()).isEqualTo("orders-dead");
    assertThat(letter.value()).isEqualTo("0/0");
    assertThat(texts(letter.headers()))
        .contains("dead-letter-topic=orders", "dead-letter-partition=0", "dead-letter-offset=0")
        .contains("dead-letter-attempts=3", "dead-letter-group=billing")
        .contains("dead-letter-exception=java.lang.IllegalStateException")
        .contains("dead-letter-message=" + "m".repeat(1000));
    assertThat(sim.outcomes()).containsExactly(Outcome.DEAD_LETTERED, Outcome.DEAD_LETTERED);
    sim.close();
  }

  private static List<String> texts(List<Header> headers) {
    return headers.stream().map(h -> h.key() + "=" + ProcessSetting.text(h.value())).toList();
  }

  @Test
  void aDeadLetterThatCannotBeWrittenStopsThePartition() {
    start(
        1,
        options(Ordering.PARTITION)
            .setMaxRetries(0)
            .setOnFailure(OnFailure.DEAD_LETTER)
            .setDeadLetterTopic("dead"));
    sim.produce(0, "a", "a");
    sim.lettersWritten = Future.failedFuture("no such topic");
    sim.work = record -> Future.failedFuture("poison");
    sim.until(() -> !sim.reported.isEmpty(), "report");
    sim.world.runFor(Duration.ofSeconds(2));
    assertThat(sim.outcomes()).containsExactly(Outcome.PARTITION_STOPPED);
    assertThat(sim.reported.get(0)).hasMessageContaining("no such topic");
    assertThat(sim.letters).hasSize(1);
    assertThat(sim.committed(0)).isLessThan(1);
    sim.close();
  }

  @Test
  void aTopicIsNotItsOwnDeadLetterTopic() {
    start(
        1,
        options(Ordering.PARTITION)
            .setMaxRetries(0)
            .setOnFailure(OnFailure.DEAD_LETTER)
            .setDeadLetterTopic("{topic}"));
    sim.produce(0, "a");
    sim.work = record -> Future.failedFuture("poison");
    sim.until(() -> !sim.reported.isEmpty(), "report");
    assertThat(sim.outcomes()).containsExactly(Outcome.PARTITION_STOPPED);
    assertThat(sim.letters).isEmpty();
    sim.close();
  }

  @Test
  void withoutAutomaticCommitsTheApplicationCommitsWhatIsDone() {
    sim = new ProcessSetting(1, ProcessSetting.consumer().setEnableAutoCommit(false));
    sim.start(options(Ordering.NONE));
    sim.produce(0, "a", "a", "a");
    sim.untilStarted("0/2");
    sim.end("0/0", "0/2");
    sim.world.runFor(Duration.ofSeconds(3));
    assertThat(sim.committed(0)).isEqualTo(-1);
    Future<? extends Map<TopicPartition, ?>> committed =
        SimSetting.await(
            sim.world, sim.loop, () -> sim.core.calls().commit(), Duration.ofSeconds(5));
    assertThat(committed.succeeded()).isTrue();
    assertThat(sim.committed(0)).isEqualTo(1);
    sim.end("0/1");
    sim.close();
    assertThat(sim.committed(0)).isEqualTo(1);
  }

  @Test
  void commitEveryCommitsWithoutWaitingForTheInterval() {
    sim =
        new ProcessSetting(
            1, ProcessSetting.consumer().setAutoCommitInterval(Duration.ofMinutes(10)));
    sim.start(options(Ordering.NONE).setCommitEvery(3));
    sim.produce(0, "a", "a", "a", "a");
    sim.untilStarted("0/3");
    sim.end("0/0", "0/1");
    sim.world.runFor(Duration.ofSeconds(3));
    assertThat(sim.committed(0)).isEqualTo(-1);
    sim.end("0/2");
    sim.untilCommitted(0, 3);
    sim.end("0/3");
    sim.close();
    assertThat(sim.committed(0)).isEqualTo(4);
  }

  @Test
  void demandCountsRecordsAndNotAttempts() {
    start(1, options(Ordering.PARTITION));
    sim.loop.execute(
        () -> {
          sim.core.delivery().pause();
          sim.core.delivery().fetch(2);
        });
    sim.produce(0, "a", "a", "a", "a");
    sim.untilStarted("0/0");
    sim.fail("0/0");
    sim.until(() -> sim.started.size() == 2, "another attempt");
    sim.end("0/0");
    sim.untilStarted("0/1");
    sim.end("0/1");
    sim.world.runFor(Duration.ofSeconds(2));
    assertThat(sim.started).doesNotContain("0/2");
    sim.loop.execute(() -> sim.core.delivery().fetch(1));
    sim.untilStarted("0/2");
    sim.end("0/2");
    sim.untilCommitted(0, 3);
    sim.close();
  }

  @Test
  void aPausedPartitionStartsNothing() {
    start(2, options(Ordering.NONE).setConcurrency(4));
    TopicPartition paused = new TopicPartition("orders", 0);
    sim.produce(0, "a");
    sim.produce(1, "a");
    sim.untilStarted("0/0", "1/0");
    SimSetting.await(
        sim.world, sim.loop, () -> sim.core.pause(List.of(paused), true), Duration.ofSeconds(1));
    sim.produce(0, "a", "a");
    sim.produce(1, "a");
    sim.end("0/0", "1/0");
    sim.untilStarted("1/1");
    sim.world.runFor(Duration.ofSeconds(2));
    assertThat(sim.started).doesNotContain("0/1");
    SimSetting.await(
        sim.world, sim.loop, () -> sim.core.pause(List.of(paused), false), Duration.ofSeconds(1));
    sim.untilStarted("0/1", "0/2");
    sim.end("0/1", "0/2", "1/1");
    sim.close();
  }

  @Test
  void aSeekDropsWhatWaitsAndResultsOfBeforeCountNoMore() {
    start(1, options(Ordering.PARTITION));
    sim.produce(0, "a", "a", "a", "a", "a");
    sim.untilStarted("0/0");
    Promise<Void> old = sim.running.get("0/0");
    SimSetting.await(
        sim.world,
        sim.loop,
        () -> sim.core.seek(new TopicPartition("orders", 0), new OffsetAndMetadata(3)),
        Duration.ofSeconds(1));
    sim.untilStarted("0/3");
    sim.loop.execute(old::complete);
    sim.turn();
    assertThat(sim.started).containsExactly("0/0", "0/3");
    sim.end("0/3");
    sim.untilStarted("0/4");
    sim.end("0/4");
    sim.untilCommitted(0, 5);
    sim.close();
  }

  @Test
  void aBadRecordIsDealtWithByThePolicyAndNeverGivenToTheWork() {
    for (OnFailure policy : OnFailure.values()) {
      start(1, options(Ordering.KEY).setOnFailure(policy).setDeadLetterTopic("dead"));
      sim.work = record -> Future.succeededFuture();
      sim.produce(0, "a", "bad", "b", "bad");
      if (policy == OnFailure.STOP_PARTITION) {
        sim.untilCommitted(0, 1);
        assertThat(sim.outcomes()).containsExactly(Outcome.PARTITION_STOPPED);
      } else {
        sim.untilCommitted(0, 4);
        assertThat(sim.outcomes()).hasSize(2);
        assertThat(sim.started).containsExactly("0/0", "0/2");
      }
      assertThat(sim.reported.get(0)).hasCauseInstanceOf(SerializationException.class);
      assertThat(((RecordFailedException) sim.reported.get(0)).attempts()).isZero();
      assertThat(sim.letters).hasSize(policy == OnFailure.DEAD_LETTER ? 2 : 0);
      sim.letters.forEach(
          letter -> {
            assertThat(letter.value()).isEqualTo("bad");
            assertThat(texts(letter.headers())).contains("dead-letter-attempts=0");
          });
      sim.close();
    }
  }

  @Test
  void rawBadRecordsGoToTheWork() {
    sim = new ProcessSetting(1, ProcessSetting.consumer().setOnBadRecord(BadRecordPolicy.RAW));
    List<ConsumerRecord<String, String>> bad = new ArrayList<>();
    sim.work =
        record -> {
          if (record.failure() != null) {
            bad.add(record);
          }
          return Future.succeededFuture();
        };
    sim.start(options(Ordering.PARTITION));
    sim.produce(0, "a", "bad", "b");
    sim.untilCommitted(0, 3);
    assertThat(bad).hasSize(1);
    checkRaw(bad.get(0));
    assertThat(sim.reported).isEmpty();
    sim.close();
  }

  private static void checkRaw(ConsumerRecord<String, String> record) {
    assertThat(record.offset()).isEqualTo(1);
    assertThat(record.key()).isNull();
    assertThat(record.value()).isNull();
    assertThat(record.failure()).hasMessageContaining("offset 1 of orders-0");
    assertThat(ProcessSetting.text(record.rawKey())).isEqualTo("bad");
    assertThat(ProcessSetting.text(record.rawValue())).isEqualTo("bad");
  }

  @Test
  void aHandlerCanTakeBadRecordsRawAndGoodOnesKeepNoBytes() {
    sim = new ProcessSetting(1, ProcessSetting.consumer().setOnBadRecord(BadRecordPolicy.RAW));
    List<ConsumerRecord<String, String>> seen = new ArrayList<>();
    sim.loop.execute(
        () -> {
          sim.core.delivery().handler(seen::add, new OnLoop());
          sim.core.subscribe(Set.of("orders"));
        });
    sim.produce(0, "a", "bad", "b");
    sim.until(() -> seen.size() == 3, "all records");
    checkRaw(seen.get(1));
    assertThat(seen.get(0).failure()).isNull();
    assertThat(seen.get(0).rawValue()).isNull();
    assertThat(seen.get(2).value()).isEqualTo("0/2");
    assertThat(sim.reported).isEmpty();
    sim.untilCommitted(0, 3);
    sim.close();
  }

  @Test
  void aBatchThatFailsIsTriedAgainRecordByRecordInTheirOrder() {
    sim = new ProcessSetting(1, ProcessSetting.consumer());
    List<List<Long>> batches = new ArrayList<>();
    ProcessOptions options =
        options(Ordering.PARTITION).setBatchSize(4).setMaxRetries(0).setOnFailure(OnFailure.SKIP);
    sim.produce(0, "a", "a", "a", "a", "a", "a");
    sim.start(
        options,
        SimWorkPlace.ofBatches(
            sim.loop,
            null,
            records -> {
              batches.add(records.stream().map(ConsumerRecord::offset).toList());
              return batches.get(batches.size() - 1).contains(1L)
                  ? Future.failedFuture("not 1")
                  : Future.succeededFuture();
            }));
    sim.untilCommitted(0, 6);
    assertThat(batches)
        .containsExactly(
            List.of(0L, 1L, 2L, 3L),
            List.of(0L),
            List.of(1L),
            List.of(2L),
            List.of(3L),
            List.of(4L, 5L));
    assertThat(sim.outcomes()).containsExactly(Outcome.SKIPPED);
    sim.close();
  }

  @Test
  void aKeyThatIsBusyIsInNoOtherBatch() {
    sim = new ProcessSetting(1, ProcessSetting.consumer());
    List<List<Long>> batches = new ArrayList<>();
    List<Promise<Void>> ends = new ArrayList<>();
    sim.produce(0, "a", "b", "a", "c", "b", "a");
    sim.start(
        options(Ordering.KEY).setBatchSize(3),
        SimWorkPlace.ofBatches(
            sim.loop,
            null,
            records -> {
              batches.add(records.stream().map(ConsumerRecord::offset).toList());
              ends.add(Promise.promise());
              return ends.get(ends.size() - 1).future();
            }));
    sim.until(() -> batches.size() == 2, "two batches");
    sim.turn();
    assertThat(batches).containsExactly(List.of(0L, 2L, 5L), List.of(1L, 4L, 3L));
    ends.forEach(end -> sim.loop.execute(end::complete));
    sim.untilCommitted(0, 6);
    sim.close();
  }
}

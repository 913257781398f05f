package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.RecordFailedException.Outcome;
import io.kafkavertx.internal.process.Attempt;
import io.kafkavertx.internal.process.WorkPlace;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code process} does when its partitions go: in a rebalance, on unsubscribe and on close.
 */
class ProcessHandOverTest {
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

  /** Gives the partitions up, and tells how that ended. */
  private List<String> giveUp() {
    List<String> events = new ArrayList<>();
    sim.loop.execute(() -> sim.core.unsubscribe().onSuccess(gone -> events.add("gone")));
    sim.turn();
    return events;
  }

  /** The next owner, who finds nothing in the way, does the rest. */
  private void takeOver(long end) {
    sim.work = record -> Future.succeededFuture();
    sim.loop.execute(() -> sim.core.subscribe(Set.of("orders")));
    sim.untilCommitted(0, end);
    sim.close();
  }

  /** With the first and the third a hundred times as slow as the others. */
  private static Future<?> slowNowAndThen(SimEventLoop loop, long offset) {
    Promise<Void> promise = Promise.promise();
    long millis = offset % 4 == 0 ? 100 : offset % 4 == 2 ? 50 : 1;
    loop.schedule(Duration.ofMillis(millis).toNanos(), promise::complete);
    return promise.future();
  }

  @ParameterizedTest
  @EnumSource(Ordering.class)
  void nothingIsDoneTwiceWhenAPartitionIsGivenUpInGoodOrder(Ordering ordering) {
    start(1, options(ordering).setCloseGaps(ordering == Ordering.KEY));
    String[] keys = new String[400];
    Arrays.setAll(keys, i -> i % 3 == 0 ? "hot" : "k" + i);
    sim.work = record -> slowNowAndThen(sim.loop, record.offset());
    sim.produce(0, keys);
    sim.untilStarted("0/30");
    List<String> events = giveUp();
    sim.until(() -> !events.isEmpty(), "the partition goes");
    int begun = sim.started.size();
    assertThat(begun).isBetween(30, 300);
    assertThat(sim.committed(0)).as("all that was begun is done").isEqualTo(begun);
    takeOver(400);
    assertThat(sim.started).hasSize(400).doesNotHaveDuplicates();
    assertThat(sim.reported).isEmpty();
  }

  @Test
  void withKeysOnlyClosingGapsKeepsRecordsBehindOneOfTheirKeyFromBeingARepetition() {
    for (boolean closeGaps : List.of(false, true)) {
      start(1, options(Ordering.KEY).setCloseGaps(closeGaps));
      sim.produce(0, "a", "a", "a", "b", "a", "c");
      sim.untilStarted("0/0", "0/3", "0/5");
      sim.end("0/3", "0/5");
      List<String> events = giveUp();
      sim.end("0/0");
      if (closeGaps) {
        for (String next : List.of("0/1", "0/2", "0/4")) {
          sim.untilStarted(next);
          assertThat(events).isEmpty();
          sim.end(next);
        }
      }
      sim.until(() -> !events.isEmpty(), "the partition goes");
      assertThat(sim.committed(0)).isEqualTo(closeGaps ? 6 : 1);
      takeOver(6);
      assertThat(sim.started).hasSize(closeGaps ? 6 : 8);
    }
  }

  @Test
  void closingGapsStartsNothingBeyondWhatHasBeenBegun() {
    start(1, options(Ordering.KEY).setConcurrency(2).setCloseGaps(true));
    sim.produce(0, "a", "a", "b", "c", "a", "d");
    sim.untilStarted("0/0", "0/2");
    List<String> events = giveUp();
    sim.end("0/2");
    sim.end("0/0");
    sim.untilStarted("0/1");
    sim.end("0/1");
    sim.until(() -> !events.isEmpty(), "the partition goes");
    assertThat(sim.started).containsExactly("0/0", "0/2", "0/1");
    assertThat(sim.committed(0)).isEqualTo(3);
    takeOver(6);
    assertThat(sim.started).hasSize(6);
  }

  @Test
  void closingGapsTriesRecordsAgainAlsoWhenTheConsumerCloses() {
    start(1, options(Ordering.NONE).setCloseGaps(true).setRetryBackoff(Duration.ofSeconds(1)));
    sim.produce(0, "a", "b");
    sim.untilStarted("0/0", "0/1");
    sim.fail("0/0");
    sim.end("0/1");
    sim.work = record -> Future.succeededFuture();
    assertThat(sim.close()).isBetween(500L, 2000L);
    assertThat(sim.started).containsExactly("0/0", "0/1", "0/0");
    assertThat(sim.committed(0)).isEqualTo(2);
  }

  @Test
  void closingGapsEndsWithTheTimeForItAndWithARecordThatFailsForGood() {
    start(1, options(Ordering.KEY).setCloseGaps(true).setDrainTimeout(Duration.ofSeconds(4)));
    sim.produce(0, "a", "a", "b");
    sim.untilStarted("0/0", "0/2");
    sim.end("0/2");
    List<String> events = giveUp();
    sim.world.runFor(Duration.ofSeconds(3));
    assertThat(events).isEmpty();
    sim.until(() -> !events.isEmpty(), "the time is over");
    assertThat(sim.outcomes()).containsExactly(Outcome.GIVEN_UP);
    sim.end("0/0");
    assertThat(sim.started).as("the late end starts nothing").hasSize(2);
    assertThat(sim.committed(0)).isLessThan(1);
    takeOver(3);

    start(1, options(Ordering.KEY).setCloseGaps(true).setMaxRetries(0));
    sim.produce(0, "a", "a", "b");
    sim.untilStarted("0/0", "0/2");
    sim.end("0/2");
    List<String> stopped = giveUp();
    sim.fail("0/0");
    sim.until(() -> !stopped.isEmpty(), "there will be a gap whatever else is done");
    assertThat(sim.outcomes()).containsExactly(Outcome.PARTITION_STOPPED);
    assertThat(sim.started).hasSize(2);
    takeOver(3);
  }

  @Test
  void aStreamThatIsPausedStartsNothingToCloseAGap() {
    start(1, options(Ordering.KEY).setCloseGaps(true));
    sim.produce(0, "a", "a", "b");
    sim.untilStarted("0/0", "0/2");
    sim.end("0/2");
    sim.loop.execute(() -> sim.core.delivery().pause());
    List<String> events = giveUp();
    sim.end("0/0");
    sim.until(() -> !events.isEmpty(), "the partition goes");
    assertThat(sim.started).hasSize(2);
    sim.loop.execute(() -> sim.core.delivery().fetch(Long.MAX_VALUE));
    takeOver(3);
  }

  @Test
  void recordsInFlightAreWaitedForAndCommittedBeforeTheirPartitionGoes() {
    start(1, options(Ordering.NONE).setConcurrency(2));
    sim.produce(0, "a", "a", "a", "a");
    sim.untilStarted("0/0", "0/1");
    List<String> events = new ArrayList<>();
    sim.loop.execute(
        () -> {
          sim.core
              .rebalanceHandlers()
              .onRevoked(
                  gone -> {
                    events.add("revoked");
                    return Future.succeededFuture();
                  });
          sim.core.unsubscribe().onSuccess(gone -> events.add("gone"));
        });
    sim.world.runFor(Duration.ofSeconds(5));
    assertThat(events).as("both are waited for").isEmpty();
    sim.end("0/1");
    sim.world.runFor(Duration.ofSeconds(5));
    assertThat(events).as("the first is waited for").isEmpty();
    assertThat(sim.started).as("nothing starts any more").hasSize(2);
    sim.end("0/0");
    sim.until(() -> events.size() == 2, "the partition goes");
    assertThat(sim.committed(0)).isEqualTo(2);
    assertThat(sim.started).hasSize(2);
    sim.close();
  }

  @Test
  void aRecordThatWaitsForAnotherAttemptIsNotStartedOnceItsPartitionGoes() {
    start(1, options(Ordering.PARTITION).setRetryBackoff(Duration.ofSeconds(1)));
    sim.produce(0, "a");
    sim.untilStarted("0/0");
    sim.fail("0/0");
    assertThat(sim.status().partitions().get(new TopicPartition("orders", 0)).retrying())
        .isEqualTo(1);
    sim.loop.execute(sim.core::unsubscribe);
    sim.world.runFor(Duration.ofSeconds(10));
    assertThat(sim.started).hasSize(1);
    sim.close();
  }

  @Test
  void whatTakesTooLongIsReportedAndLeftToTheNextOwner() {
    start(1, options(Ordering.NONE).setDrainTimeout(Duration.ofSeconds(4)));
    sim.produce(0, "a", "a", "a");
    sim.untilStarted("0/2");
    sim.end("0/0", "0/2");
    Promise<Void> late = sim.running.get("0/1");
    Future<?> gone =
        SimSetting.await(sim.world, sim.loop, sim.core::unsubscribe, Duration.ofSeconds(8));
    assertThat(gone.succeeded()).isTrue();
    assertThat(sim.outcomes()).containsExactly(Outcome.GIVEN_UP);
    assertThat(((RecordFailedException) sim.reported.get(0)).offset()).isEqualTo(1);
    assertThat(sim.committed(0)).isEqualTo(1);
    sim.loop.execute(late::complete);
    sim.world.runFor(Duration.ofSeconds(3));
    assertThat(sim.committed(0)).as("its late end counts for nothing").isEqualTo(1);
    sim.work = record -> Future.succeededFuture();
    sim.loop.execute(() -> sim.core.subscribe(Set.of("orders")));
    sim.untilCommitted(0, 3);
    sim.close();
  }

  @Test
  void nothingIsWaitedForWhenThatIsWanted() {
    start(1, options(Ordering.NONE).setDrainTimeout(Duration.ZERO));
    sim.produce(0, "a", "a");
    sim.untilStarted("0/1");
    assertThat(sim.close()).isLessThan(1000);
    assertThat(sim.reported).isEmpty();
  }

  @Test
  void closeWaitsForWhatIsInFlightAndCommitsIt() {
    start(1, options(Ordering.NONE));
    sim.produce(0, "a", "a");
    sim.untilStarted("0/1");
    sim.loop.schedule(
        Duration.ofSeconds(3).toNanos(), () -> sim.running.values().forEach(Promise::complete));
    assertThat(sim.close()).isBetween(3000L, 5000L);
    assertThat(sim.committed(0)).isEqualTo(2);
    assertThat(sim.reported).isEmpty();
  }

  @Test
  void closeInsideTheWorkDoesNotWaitForItself() {
    sim = new ProcessSetting(1, ProcessSetting.consumer());
    List<Future<Void>> closes = new ArrayList<>();
    WorkPlace<String, String> place =
        new SimWorkPlace(sim.loop, null, record -> null) {
          @Override
          public void start(Attempt<String, String> attempt) {
            Future<?> future;
            if (attempt.record().offset() == 2) {
              attempt.closesTheConsumer();
              Future<Void> closed = sim.core.close(Duration.ofSeconds(30).toNanos());
              closes.add(closed);
              future = closed;
            } else {
              future = sim.begin(attempt.record());
            }
            future.onComplete(done -> attempt.ended(done.cause()));
          }
        };
    sim.start(options(Ordering.NONE), place);
    sim.produce(0, "a", "a", "a", "a", "a", "a", "a");
    sim.until(() -> !closes.isEmpty(), "close is called");
    sim.world.runFor(Duration.ofSeconds(2));
    assertThat(closes.get(0).isComplete()).as("the others are waited for").isFalse();
    assertThat(sim.started).doesNotContain("0/3", "0/4", "0/5");
    sim.end("0/0", "0/1");
    sim.until(() -> closes.get(0).succeeded(), "closed");
    assertThat(sim.committed(0)).isEqualTo(2);
    sim.close();
  }
}

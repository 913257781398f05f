package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.consumer.HandlerThread;
import io.kafkavertx.internal.consumer.PartitionOutlet;
import io.kafkavertx.internal.vertx.PulledRecords;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.OnLoop;
import io.kafkavertx.tests.support.OnOtherLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Batches, streams of partitions and iterations, in virtual time. */
final class WaysSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private static List<Long> offsets(List<? extends ConsumerRecord<?, ?>> records) {
    return records.stream().map(ConsumerRecord::offset).toList();
  }

  private static List<TopicPartition> partitions(int count) {
    List<TopicPartition> all = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      all.add(SimConsumers.partition(p));
    }
    return all;
  }

  /** A member that has not begun to take records. */
  private static SimConsumers.Member idle(SimConsumers sim, int maxPollRecords) {
    SimConsumers.Member member =
        sim.member(
            "m", sim.options().setMaxPollRecords(maxPollRecords).setMaxPartitionFetchBytes(4096));
    member.handler(null);
    return member;
  }

  @Test
  void aBatchIsOfOnePartitionAndEndsWhereTheDemandEnds() {
    for (boolean onLoop : List.of(true, false)) {
      SimConsumers sim = new SimConsumers(new SimWorld(1), 3);
      sim.produce(3, 40);
      SimConsumers.Member member = idle(sim, 15);
      List<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayList<>();
      var thread = onLoop ? new OnLoop() : new OnOtherLoop(sim.world.loop("handler"));
      member.loop.execute(
          () -> {
            member.core.delivery().pause();
            member.core.delivery().batchHandler(batches::add, 15, thread);
            member.core.delivery().fetch(32);
          });
      sim.run(member, "assign", LONG, () -> member.core.assign(partitions(3)));
      sim.world.runUntil(
          () -> batches.stream().mapToInt(List::size).sum() >= 32, LONG, "what was asked for");
      sim.world.runFor(Duration.ofSeconds(2));
      assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(32);
      assertThat(batches)
          .allSatisfy(
              batch -> {
                assertThat(batch).hasSizeBetween(1, 15);
                assertThat(batch.stream().map(ConsumerRecord::topicPartition).distinct())
                    .hasSize(1);
                assertThat(offsets(batch)).isSorted().doesNotHaveDuplicates();
              });
      member.loop.execute(() -> member.core.delivery().fetch(Long.MAX_VALUE));
      sim.world.runUntil(
          () -> batches.stream().mapToInt(List::size).sum() == 120, LONG, "all of them");
      assertThat(member.errors).isEmpty();
      sim.close();
    }
  }

  @Test
  void aBatchIsCommittedWhenItsHandlerHasReturned() {
    SimConsumers sim = new SimConsumers(new SimWorld(2), 1);
    sim.produce(1, 10);
    SimConsumers.Member member = idle(sim, 100);
    SimEventLoop other = sim.world.loop("handler");
    List<Long> handledInside = new ArrayList<>();
    member.loop.execute(
        () ->
            member
                .core
                .delivery()
                .batchHandler(
                    batch -> {
                      // Explicit commits cover the batch at hand, on the consumer's own loop.
                      member
                          .core
                          .calls()
                          .commit()
                          .onSuccess(c -> c.values().forEach(o -> handledInside.add(o.offset())));
                    },
                    100,
                    new OnLoop()));
    sim.run(member, "assign", LONG, () -> member.core.assign(partitions(1)));
    sim.world.runUntil(() -> !handledInside.isEmpty(), LONG, "a commit");
    assertThat(handledInside).containsExactly(10L);
    member.loop.execute(
        () -> member.core.delivery().batchHandler(batch -> {}, 100, new OnOtherLoop(other)));
    sim.produce(1, 5);
    sim.world.runFor(Duration.ofSeconds(3));
    assertThat(sim.brokers.groups().group("g").offsets().get(SimConsumers.partition(0)).offset())
        .isEqualTo(15);
    sim.close();
  }

  @Test
  void onePartitionThatNobodyReadsHoldsUpNoOther() {
    SimConsumers sim = new SimConsumers(new SimWorld(3), 4);
    sim.produce(4, 2000);
    SimConsumers.Member member = idle(sim, 100);
    Map<Integer, List<Long>> seen = new HashMap<>();
    Map<Integer, PartitionOutlet<byte[], byte[]>> streams = new HashMap<>();
    member.loop.execute(
        () ->
            member
                .core
                .outlets()
                .streams()
                .handler(
                    stream -> {
                      int p = stream.topicPartition().partition();
                      streams.put(p, stream);
                      if (p == 0) {
                        stream.delivery().pause();
                      }
                      stream
                          .delivery()
                          .handler(
                              record ->
                                  seen.computeIfAbsent(p, key -> new ArrayList<>())
                                      .add(record.offset()),
                              p == 2 ? new OnOtherLoop(sim.world.loop("handler")) : new OnLoop());
                    }));
    sim.run(member, "assign", LONG, () -> member.core.assign(partitions(4)));
    sim.world.runUntil(
        () -> seen.size() == 3 && seen.values().stream().allMatch(all -> all.size() == 2000),
        LONG,
        "the records of the three others");
    for (int more = 1; more <= 5; more++) {
      int all = 2000 + more;
      sim.world.runFor(Duration.ofMillis(150L * more));
      sim.produce(4, 1);
      // Much less than a long poll takes.
      sim.world.runUntil(
          () -> seen.values().stream().allMatch(offsets -> offsets.size() == all),
          Duration.ofMillis(50),
          "one more each at once");
    }
    assertThat(seen).doesNotContainKey(0);
    member.loop.execute(() -> streams.get(0).delivery().fetch(3));
    sim.world.runUntil(() -> seen.containsKey(0) && seen.get(0).size() == 3, LONG, "three");
    member.loop.execute(() -> streams.get(0).delivery().fetch(Long.MAX_VALUE));
    sim.world.runUntil(() -> seen.get(0).size() == 2005, LONG, "all of the slow one");
    assertThat(seen.values()).allSatisfy(all -> assertThat(all).isSorted().doesNotHaveDuplicates());
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @Test
  void manyPartitionsThatNobodyReadsLeaveRoomForOneThatSomebodyReads() {
    SimConsumers sim = new SimConsumers(new SimWorld(7), 30);
    sim.produce(30, 600);
    SimConsumers.Member member =
        sim.member("m", sim.options().setMaxPartitionFetchBytes(4096).setMaxBufferedBytes(20_000));
    member.handler(null);
    Map<Integer, List<Long>> seen = new HashMap<>();
    Map<Integer, PartitionOutlet<byte[], byte[]>> streams = new LinkedHashMap<>();
    member.loop.execute(
        () ->
            member
                .core
                .outlets()
                .streams()
                .handler(
                    stream -> {
                      int p = stream.topicPartition().partition();
                      streams.put(p, stream);
                      stream.delivery().pause();
                      stream
                          .delivery()
                          .handler(
                              record ->
                                  seen.computeIfAbsent(p, key -> new ArrayList<>())
                                      .add(record.offset()),
                              new OnLoop());
                    }));
    sim.run(member, "assign", LONG, () -> member.core.assign(partitions(30)));
    sim.world.runFor(Duration.ofSeconds(5));
    for (int p : List.of(29, 0, 13)) {
      member.loop.execute(() -> streams.get(p).delivery().fetch(Long.MAX_VALUE));
      sim.world.runUntil(
          () -> seen.containsKey(p) && seen.get(p).size() == 600, LONG, "all of partition " + p);
      assertThat(seen.get(p)).isSorted().doesNotHaveDuplicates();
    }
    assertThat(seen).hasSize(3);
    member.loop.execute(
        () -> streams.values().forEach(stream -> stream.delivery().fetch(Long.MAX_VALUE)));
    sim.world.runUntil(
        () -> seen.size() == 30 && seen.values().stream().allMatch(all -> all.size() == 600),
        LONG,
        "all of them");
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @Test
  void aStreamEndsWithItsPartitionAndANewOneBeginsWithTheNextAssignment() {
    SimConsumers sim = new SimConsumers(new SimWorld(4), 2);
    sim.produce(2, 10);
    SimConsumers.Member member = idle(sim, 100);
    List<String> events = new ArrayList<>();
    member.loop.execute(
        () ->
            member
                .core
                .outlets()
                .streams()
                .handler(
                    stream -> {
                      TopicPartition partition = stream.topicPartition();
                      events.add("begin " + partition);
                      stream.endHandler(() -> events.add("end " + partition));
                      stream.delivery().handler(record -> {}, new OnLoop());
                    }));
    member
        .core
        .rebalanceHandlers()
        .onRevoked(
            gone -> {
              events.add("revoked");
              return Future.succeededFuture();
            });
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runFor(Duration.ofSeconds(1));
    sim.run(member, "again", LONG, () -> member.core.enforceRebalance("test"));
    sim.world.runFor(Duration.ofSeconds(1));
    sim.run(member, "unsubscribe", LONG, member.core::unsubscribe);
    assertThat(events)
        .containsExactly(
            "begin t-0",
            "begin t-1",
            "revoked",
            "end t-0",
            "end t-1",
            "begin t-0",
            "begin t-1",
            "revoked",
            "end t-0",
            "end t-1");
    List<String> late = new ArrayList<>();
    member.loop.execute(() -> member.core.outlets().streams().handler(null));
    sim.run(member, "assign", LONG, () -> member.core.assign(partitions(1)));
    member.loop.execute(
        () ->
            member
                .core
                .outlets()
                .streams()
                .handler(
                    stream -> {
                      late.add("begin " + stream.topicPartition());
                      stream.endHandler(() -> late.add("end"));
                    }));
    sim.world.runFor(Duration.ofSeconds(1));
    assertThat(late).containsExactly("begin t-0");
    sim.close();
    assertThat(late).containsExactly("begin t-0", "end");
  }

  /** A thread that iterates, as far as the simulation has threads: a loop of its own. */
  private static final class Reader {
    private final SimConsumers sim;
    private final SimConsumers.Member member;
    private final SimEventLoop loop;
    private final List<ConsumerRecord<byte[], byte[]>> seen;
    private PulledRecords<ConsumerRecord<byte[], byte[]>> current;
    private boolean asking;
    private int timeouts;

    Reader(
        SimConsumers sim,
        SimConsumers.Member member,
        List<ConsumerRecord<byte[], byte[]>> seen,
        String name) {
      this.sim = sim;
      this.member = member;
      this.seen = seen;
      this.loop = sim.world.loop(name);
    }

    /** Takes one record, or asks for more. */
    void step() {
      if (asking) {
        return;
      }
      if (current != null) {
        current.done();
        ConsumerRecord<byte[], byte[]> record = current.take();
        if (record != null) {
          seen.add(record);
          return;
        }
      }
      asking = true;
      member.loop.execute(
          () ->
              member
                  .core
                  .outlets()
                  .pulls()
                  .next(Duration.ofMillis(700).toNanos(), PulledRecords::new)
                  .onComplete(
                      more ->
                          loop.execute(
                              () -> {
                                asking = false;
                                current = more.result();
                                timeouts += current == null ? 1 : 0;
                              })));
    }

    void run(int times) {
      for (int i = 0; i < times; i++) {
        loop.execute(this::step);
        sim.world.runFor(Duration.ofMillis(5));
      }
    }
  }

  @Test
  void aThreadThatIteratesIsNeverWaitedForAndGetsNothingOfARevokedPartition() {
    SimConsumers sim = new SimConsumers(new SimWorld(5), 2);
    sim.produce(2, 50);
    SimConsumers.Member member = idle(sim, 20);
    List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    Reader reader = new Reader(sim, member, seen, "reader");
    sim.run(member, "subscribe", LONG, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    while (seen.size() < 7) {
      reader.run(1);
    }
    // The reader is at its seventh record and takes its time: six are handled.
    SimConsumers.Member second = sim.member("second", sim.options().setMaxPollRecords(20));
    sim.run(
        second,
        "second",
        Duration.ofSeconds(20),
        () -> second.core.subscribe(Set.of(SimConsumers.TOPIC)));
    sim.world.runUntil(
        () -> member.core.assignment().result().size() == 1,
        Duration.ofSeconds(5),
        "the other half");
    TopicPartition kept = member.core.assignment().result().iterator().next();
    sim.world.runUntil(() -> second.records.size() >= 43, LONG, "the second reads its half");
    int before = seen.size();
    reader.run(200);
    assertThat(seen.subList(before, seen.size()))
        .as("records after the rebalance")
        .isNotEmpty()
        .allMatch(record -> record.topicPartition().equals(kept));
    sim.run(
        member,
        "seek",
        Duration.ofSeconds(1),
        () -> member.core.seek(kept, new OffsetAndMetadata(40)));
    before = seen.size();
    reader.run(200);
    assertThat(offsets(seen.subList(before, seen.size())))
        .startsWith(40L)
        .endsWith(49L)
        .hasSize(10);
    assertThat(reader.timeouts).isPositive();
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @Test
  void theRecordAtHandIsNotCommittedByClosing() {
    SimConsumers sim = new SimConsumers(new SimWorld(6), 1);
    sim.produce(1, 20);
    SimConsumers.Member member = idle(sim, 20);
    List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    Reader reader = new Reader(sim, member, seen, "reader");
    sim.run(member, "assign", LONG, () -> member.core.assign(partitions(1)));
    while (seen.size() < 5) {
      reader.run(1);
    }
    member.close(Duration.ofSeconds(5));
    sim.world.runUntil(() -> member.down, Duration.ofSeconds(2), "close waits for no thread");
    assertThat(sim.brokers.groups().group("g").offsets().get(SimConsumers.partition(0)).offset())
        .isEqualTo(4);
    reader.run(10);
    assertThat(seen).hasSize(5);
    sim.close();
  }

  /** One way after the other, in any order, with pauses in between: nothing twice, nothing lost. */
  @Test
  void changingTheWayLosesNothingAndRepeatsNothing() {
    for (int seed = 0; seed < 60; seed++) {
      SimWorld world = new SimWorld(1000 + seed);
      SimConsumers sim = new SimConsumers(world, 3);
      sim.produce(3, 300);
      SimConsumers.Member member = idle(sim, 1 + world.random().nextInt(40));
      Map<TopicPartition, List<Long>> seen = new LinkedHashMap<>();
      Changes changes = new Changes(sim, member, seen);
      sim.run(member, "assign", LONG, () -> member.core.assign(partitions(3)));
      for (int round = 0; round < 25; round++) {
        changes.next();
      }
      changes.stop();
      member.loop.execute(
          () -> {
            member.core.delivery().handler(changes::seen, new OnLoop());
            member.core.delivery().fetch(Long.MAX_VALUE);
          });
      world.runUntil(
          () -> seen.size() == 3 && seen.values().stream().allMatch(all -> all.size() >= 300),
          LONG,
          "all records, seed " + seed);
      world.runFor(Duration.ofSeconds(3));
      for (int p = 0; p < 3; p++) {
        List<Long> offsets = seen.get(SimConsumers.partition(p));
        for (int i = 0; i < offsets.size(); i++) {
          assertThat(offsets.get(i))
              .as("seed %s, partition %s, record %s", seed, p, i)
              .isEqualTo(i);
        }
        assertThat(
                sim.brokers.groups().group("g").offsets().get(SimConsumers.partition(p)).offset())
            .as("seed %s, committed of %s", seed, p)
            .isEqualTo(300);
      }
      assertThat(member.errors).isEmpty();
      sim.close();
    }
  }

  private static final class Changes {
    private final SimConsumers sim;
    private final SimConsumers.Member member;
    private final Map<TopicPartition, List<Long>> seen;
    private final SimEventLoop handlers;
    private final Reader reader;
    private final List<PartitionOutlet<byte[], byte[]>> streams = new ArrayList<>();
    private int way = -1;

    Changes(SimConsumers sim, SimConsumers.Member member, Map<TopicPartition, List<Long>> seen) {
      this.sim = sim;
      this.member = member;
      this.seen = seen;
      this.handlers = sim.world.loop("handlers");
      List<ConsumerRecord<byte[], byte[]>> read =
          new ArrayList<>() {
            @Override
            public boolean add(ConsumerRecord<byte[], byte[]> record) {
              seen(record);
              return super.add(record);
            }
          };
      this.reader = new Reader(sim, member, read, "reader");
    }

    void seen(ConsumerRecord<byte[], byte[]> record) {
      seen.computeIfAbsent(record.topicPartition(), p -> new ArrayList<>()).add(record.offset());
    }

    private int random(int bound) {
      return sim.world.random().nextInt(bound);
    }

    void next() {
      stop();
      way = random(5);
      boolean other = random(2) == 0;
      HandlerThread thread = other ? new OnOtherLoop(handlers) : new OnLoop();
      int demand = random(40);
      int enough = 1 + random(20);
      int[] count = {0};
      Consumer<ConsumerRecord<byte[], byte[]>> each =
          record -> {
            seen(record);
            if (++count[0] == enough && thread instanceof OnOtherLoop there) {
              // As pause() in a handler on another context: the rest comes back.
              there.pauseHere();
              member.loop.execute(() -> member.core.delivery().pause());
              member.loop.execute(() -> streams.forEach(stream -> stream.delivery().pause()));
            }
          };
      switch (way) {
        case 0 ->
            member.loop.execute(
                () -> {
                  member.core.delivery().handler(each, thread);
                  member.core.delivery().fetch(demand);
                });
        case 1 ->
            member.loop.execute(
                () -> {
                  member
                      .core
                      .delivery()
                      .batchHandler(b -> b.forEach(this::seen), 1 + demand, thread);
                  member.core.delivery().fetch(demand);
                });
        case 2 -> member.loop.execute(() -> openStreams(each, thread, demand));
        case 3 -> {
          member.loop.execute(
              () ->
                  member
                      .core
                      .poll(Duration.ofMillis(30).toNanos(), 1 + demand)
                      .onSuccess(records -> records.forEach(this::seen)));
          sim.world.runFor(Duration.ofMillis(200));
          // What was polled is handled with the next poll.
          member.loop.execute(
              () -> member.core.poll(0, 1).onSuccess(records -> records.forEach(this::seen)));
        }
        default -> reader.run(demand);
      }
      sim.world.runFor(Duration.ofMillis(random(60)));
      if (random(3) == 0) {
        TopicPartition partition = SimConsumers.partition(random(3));
        boolean paused = random(2) == 0;
        member.loop.execute(() -> member.core.pause(List.of(partition), paused));
      }
      sim.world.runFor(Duration.ofMillis(random(60)));
    }

    private void openStreams(
        Consumer<ConsumerRecord<byte[], byte[]>> each, HandlerThread thread, int demand) {
      member
          .core
          .outlets()
          .streams()
          .handler(
              stream -> {
                stream.delivery().pause();
                stream.delivery().handler(each, thread);
                stream.delivery().fetch(demand);
                streams.add(stream);
              });
    }

    /** Ends the way that is in use; what is out has to come back first. */
    void stop() {
      while (reader.asking) {
        reader.run(1);
      }
      Promise<Void> ended = Promise.promise();
      member.loop.execute(
          () -> {
            member.core.delivery().pause();
            member.core.delivery().handler(null, null);
            member.core.delivery().recall().onComplete(ended);
            member.core.outlets().streams().handler(null);
            if (reader.current != null) {
              reader.current.done();
            }
            member.core.outlets().pulls().finish();
            member.core.pause(partitions(3), false);
            reader.current = null;
          });
      sim.world.runUntil(ended.future()::isComplete, LONG, "the end of way " + way);
      sim.world.runFor(Duration.ofMillis(5));
    }
  }
}

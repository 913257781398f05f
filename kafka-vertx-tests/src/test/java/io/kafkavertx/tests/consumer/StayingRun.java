package io.kafkavertx.tests.consumer;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A group without faults, to which members come and from which they go in good order, while records
 * arrive all the time and handlers for revoked partitions take seconds. Every record is read once.
 * When one member comes or goes, a partition that stays where it is goes on being read and
 * committed; one that is taken away goes to another member.
 */
final class StayingRun {
  private static final int PARTITIONS = 5;
  private static final long SLOW = Duration.ofSeconds(8).toNanos();

  /** Records come five times a second; a join waits for heartbeats, a second apart. */
  private static final long READ_GAP = Duration.ofMillis(800).toNanos();

  private static final long COMMIT_GAP = Duration.ofSeconds(4).toNanos();

  /** What is known about a partition. */
  private static final class Watched {
    String owner;
    String lastOwner;
    long next;
    long ownedSince;
    long readAt;
    long committed;
    long committedAt;
  }

  private final SimWorld world;
  private final SimConsumers sim;
  private final RandomGenerator random;
  private final List<String> assignors;
  private final List<SimConsumers.Member> alive = new ArrayList<>();
  private final Map<TopicPartition, Watched> partitions = new HashMap<>();
  private final Set<String> violations = new HashSet<>();
  private int names;
  private int rebalanced;
  private int commits;
  private boolean over;

  /** One member at a time: what stays must be seen to stay. */
  private boolean single;

  StayingRun(SimWorld world, String... assignors) {
    this.world = world;
    this.assignors = List.of(assignors);
    this.sim = new SimConsumers(world, PARTITIONS);
    this.random = world.random();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.put(SimConsumers.partition(i), new Watched());
    }
  }

  /** Returns how many partitions have moved. */
  int go() {
    world.after(Duration.ZERO, this::tick);
    join();
    settled();
    for (int step = 0; step < 6; step++) {
      int acts = 1 + random.nextInt(2);
      single = acts == 1;
      for (int i = 0; i < acts; i++) {
        if (alive.size() < 2 || (alive.size() < 5 && random.nextInt(5) < 3)) {
          join();
        } else {
          alive.remove(random.nextInt(alive.size())).close(Duration.ofSeconds(60));
        }
        world.runFor(Duration.ofMillis(acts == 1 ? 0 : random.nextInt(3000)));
      }
      settled();
      single = false;
    }
    over = true;
    world.runUntil(this::allRead, Duration.ofSeconds(30), "everything is read");
    sim.close();
    if (commits == 0) {
      violations.add("nothing was committed by hand");
    }
    check();
    return rebalanced;
  }

  private void check() {
    if (!violations.isEmpty()) {
      throw new SimFailure(violations + "\n" + world.describe());
    }
  }

  private void settled() {
    world.runUntil(this::isSettled, Duration.ofMinutes(2), "everything is owned, shared evenly");
    // The round that follows the one in which partitions were given up.
    world.runFor(Duration.ofSeconds(5));
    world.runUntil(this::isSettled, Duration.ofMinutes(2), "it stays like that");
    check();
  }

  private boolean isSettled() {
    Map<String, Integer> shares = new HashMap<>();
    for (Watched watched : partitions.values()) {
      // Nobody's, or given up at the moment.
      if (watched.owner == null || alive.stream().noneMatch(m -> m.name.equals(watched.owner))) {
        return false;
      }
      shares.merge(watched.owner, 1, Integer::sum);
    }
    int least = PARTITIONS / alive.size();
    return group().state() == ScriptedGroup.State.STABLE
        && group().memberIds().size() == alive.size()
        && alive.stream()
            .allMatch(
                member -> {
                  int share = shares.getOrDefault(member.name, 0);
                  return share == least || share == least + 1;
                });
  }

  private boolean allRead() {
    return partitions.entrySet().stream()
        .allMatch(entry -> entry.getValue().next == log(entry.getKey()).endOffset());
  }

  private ScriptedGroup group() {
    return sim.brokers.groups().group("g");
  }

  private ScriptedPartition log(TopicPartition partition) {
    return sim.brokers.topic(SimConsumers.TOPIC).partition(partition.partition());
  }

  private void tick() {
    if (over) {
      return;
    }
    partitions.forEach(
        (partition, watched) -> {
          log(partition).append(List.of("r".getBytes(StandardCharsets.UTF_8)));
          ScriptedGroup.Committed committed = group().offsets().get(partition);
          if (committed != null && committed.offset() != watched.committed) {
            watched.committed = committed.offset();
            watched.committedAt = world.nanoTime();
          }
          if (watched.committed > watched.next) {
            violations.add(partition + ": committed " + watched.committed + ", not read");
          }
          if (single && watched.owner != null) {
            stays(partition, watched);
          }
        });
    alive.forEach(member -> member.loop.execute(() -> commitOne(member)));
    world.after(Duration.ofMillis(200), this::tick);
  }

  /** A commit for a partition that the member keeps never fails, whatever the group is at. */
  private void commitOne(SimConsumers.Member member) {
    for (Map.Entry<TopicPartition, Watched> entry : partitions.entrySet()) {
      TopicPartition partition = entry.getKey();
      Watched watched = entry.getValue();
      if (member.name.equals(watched.owner)) {
        OffsetAndMetadata offset = new OffsetAndMetadata(watched.next);
        member
            .core
            .calls()
            .commit(Map.of(partition, offset))
            .onSuccess(done -> commits++)
            .onFailure(
                cause -> {
                  if (alive.contains(member) && member.name.equals(watched.owner)) {
                    violations.add(member.name + " could not commit: " + cause);
                  }
                });
        return;
      }
    }
  }

  private void stays(TopicPartition partition, Watched watched) {
    long now = world.nanoTime();
    if (now - Math.max(watched.readAt, watched.ownedSince) > READ_GAP) {
      violations.add(partition + " is not read any more by " + watched.owner);
    }
    if (now - Math.max(watched.committedAt, watched.ownedSince) > COMMIT_GAP) {
      violations.add(partition + " is not committed any more by " + watched.owner);
    }
  }

  private void join() {
    SimConsumers.Member member = sim.member("member" + names++, sim.options(), assignors);
    alive.add(member);
    member.handler(record -> read(member, record.topicPartition(), record.offset()));
    member.core.rebalanceHandlers().onAssigned(assigned -> gained(member, assigned));
    member.core.rebalanceHandlers().onRevoked(revoked -> slowly(member, revoked));
    member.loop.execute(
        () ->
            sim.ledger.track(
                "subscribe " + member.name, member.core.subscribe(Set.of(SimConsumers.TOPIC))));
  }

  private void read(SimConsumers.Member member, TopicPartition partition, long offset) {
    Watched watched = partitions.get(partition);
    if (!member.name.equals(watched.owner)) {
      violations.add(partition + " of " + watched.owner + " came to " + member.name);
    }
    if (offset != watched.next) {
      violations.add(partition + ": " + offset + " came instead of " + watched.next);
    }
    watched.next = offset + 1;
    watched.readAt = world.nanoTime();
  }

  private Future<Void> gained(SimConsumers.Member member, Set<TopicPartition> assigned) {
    world.trace(member.name + " gets " + assigned);
    for (TopicPartition partition : assigned) {
      Watched watched = partitions.get(partition);
      if (watched.owner != null) {
        violations.add(partition + " of " + watched.owner + " was given to " + member.name);
      }
      if (single && member.name.equals(watched.lastOwner)) {
        violations.add(partition + " was taken from " + member.name + " and came back");
      }
      watched.owner = member.name;
      watched.ownedSince = world.nanoTime();
      rebalanced++;
    }
    return Future.succeededFuture();
  }

  private Future<Void> slowly(SimConsumers.Member member, Set<TopicPartition> revoked) {
    world.trace(member.name + " gives up " + revoked);
    for (TopicPartition partition : revoked) {
      Watched watched = partitions.get(partition);
      if (!member.name.equals(watched.owner)) {
        violations.add(member.name + " gave up " + partition + " of " + watched.owner);
      }
      watched.lastOwner = member.name;
      // Still owned, but nothing of it may come any more.
      watched.owner = member.name + ", which is giving it up";
      watched.ownedSince = Long.MAX_VALUE / 2;
    }
    Promise<Void> done = Promise.promise();
    member.loop.schedule(
        random.nextLong(SLOW),
        () -> {
          revoked.forEach(partition -> partitions.get(partition).owner = null);
          done.complete();
        });
    return done.future();
  }
}

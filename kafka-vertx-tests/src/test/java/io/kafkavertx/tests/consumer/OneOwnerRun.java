package io.kafkavertx.tests.consumer;

import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.sim.Cut;
import io.kafkavertx.testkit.sim.SimConnection;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Groups under faults that cut no member off from its coordinator for long: members come, go and
 * die, brokers die and come back, leaders move, connections break. Under these each partition has
 * one owner at any time, seen from the handlers of all members. Under the faults of {@code
 * io.kafkavertx.tests.sim.GroupSimulationTest} a member may not know that it is out, and only the
 * generations can be held to that.
 */
final class OneOwnerRun {
  private static final int PARTITIONS = 5;
  private static final int RECORDS = 60;

  private final SimWorld world;
  private final SimConsumers sim;
  private final RandomGenerator random;
  private final Map<TopicPartition, String> owners = new HashMap<>();
  private final Map<TopicPartition, Set<Long>> read = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final List<SimConsumers.Member> alive = new ArrayList<>();
  private final List<String> assignors;
  private int names;

  OneOwnerRun(SimWorld world, String... assignors) {
    this.world = world;
    this.assignors = List.of(assignors);
    this.sim = new SimConsumers(world, PARTITIONS);
    this.random = world.random();
  }

  /** Returns how many generations the group went through. */
  int go() {
    sim.produce(PARTITIONS, RECORDS);
    join();
    join();
    for (int step = 0; step < 25; step++) {
      world.runFor(Duration.ofMillis(random.nextInt(4000)));
      act();
    }
    for (int id = 1; id <= 3; id++) {
      if (!sim.brokers.broker(id).isAlive()) {
        sim.brokers.revive(id);
      }
    }
    if (alive.isEmpty()) {
      join();
    }
    sim.produce(PARTITIONS, RECORDS);
    world.runUntil(this::allRead, Duration.ofMinutes(5), "everything is read");
    world.runUntil(() -> owners.size() == PARTITIONS, Duration.ofMinutes(2), "everything is owned");
    int generations = sim.brokers.groups().group("g").generation();
    alive.forEach(member -> owners.values().removeIf(member.name::equals));
    sim.close();
    if (!violations.isEmpty()) {
      throw new AssertionError(violations.toString());
    }
    return generations;
  }

  private boolean allRead() {
    return read.size() == PARTITIONS
        && read.values().stream().allMatch(offsets -> offsets.size() == 2 * RECORDS);
  }

  private void act() {
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        if (alive.size() < 4) {
          join();
        }
      }
      case 2 -> leave(true);
      case 3 -> leave(false);
      case 4 -> {
        int id = 1 + random.nextInt(3);
        if (sim.brokers.broker(id).isAlive() && sim.brokers.aliveBrokers().size() > 1) {
          sim.brokers.kill(id);
        } else if (!sim.brokers.broker(id).isAlive()) {
          sim.brokers.revive(id);
        }
      }
      case 5 ->
          sim.brokers.moveLeader(
              SimConsumers.TOPIC,
              random.nextInt(PARTITIONS),
              sim.brokers
                  .aliveBrokers()
                  .get(random.nextInt(sim.brokers.aliveBrokers().size()))
                  .id());
      default -> {
        List<SimConnection> open =
            world.network().connections().stream().filter(SimConnection::isOpen).toList();
        if (!open.isEmpty()) {
          open.get(random.nextInt(open.size()))
              .cut(Cut.values()[random.nextInt(Cut.values().length)]);
        }
      }
    }
  }

  private void join() {
    SimConsumers.Member member = sim.member("member" + names++, sim.options(), assignors);
    alive.add(member);
    Map<TopicPartition, Long> next = new HashMap<>();
    member.handler(
        record -> {
          TopicPartition partition = record.topicPartition();
          if (!member.name.equals(owners.get(partition))) {
            violations.add(record + " came to " + member.name + " of " + owners);
          }
          Long expected = next.put(partition, record.offset() + 1);
          if (expected != null && expected != record.offset()) {
            violations.add(record + " came to " + member.name + " instead of " + expected);
          }
          read.computeIfAbsent(partition, p -> new HashSet<>()).add(record.offset());
        });
    member
        .core
        .rebalanceHandlers()
        .onAssigned(
            partitions -> {
              for (TopicPartition partition : partitions) {
                next.remove(partition);
                String old = owners.put(partition, member.name);
                if (old != null) {
                  violations.add(
                      partition + " was given to " + member.name + ", " + old + " had it");
                }
              }
              return Future.succeededFuture();
            });
    member
        .core
        .rebalanceHandlers()
        .onRevoked(
            partitions -> {
              partitions.forEach(partition -> owners.remove(partition, member.name));
              return Future.succeededFuture();
            });
    member.loop.execute(
        () ->
            sim.ledger.track(
                "subscribe " + member.name, member.core.subscribe(Set.of(SimConsumers.TOPIC))));
  }

  /** In good order, or as if the process had died. */
  private void leave(boolean orderly) {
    if (alive.isEmpty()) {
      return;
    }
    SimConsumers.Member member = alive.remove(random.nextInt(alive.size()));
    if (orderly) {
      member.close(Duration.ofSeconds(20));
    } else {
      member.close(Duration.ZERO);
      world.runFor(Duration.ofMillis(1));
      owners.values().removeIf(member.name::equals);
    }
  }
}

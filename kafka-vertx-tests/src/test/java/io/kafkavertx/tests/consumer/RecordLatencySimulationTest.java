package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.kafkavertx.testkit.sim.LinkConditions;
import io.kafkavertx.testkit.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a record takes inside the client, in virtual time, where nothing else takes any. */
final class RecordLatencySimulationTest {
  private static final Duration ON_THE_WIRE = Duration.ofMillis(5);

  /** For the turns of both sides' loops, a microsecond or so each; any timer would be longer. */
  private static final long TURNS_NANOS = Duration.ofMillis(1).toNanos() / 10;

  @Test
  void theHandlerRunsAtTheMomentTheAnswerIsComplete() {
    SimWorld world = new SimWorld(11);
    SimConsumers sim = new SimConsumers(world, 1);
    SimConsumers.Member member = sim.member("m", sim.options().setGroupId(null));
    List<Long> handled = new ArrayList<>();
    member.handler(record -> handled.add(world.nanoTime()));
    sim.run(
        member,
        "assign",
        Duration.ofSeconds(10),
        () -> member.core.assign(List.of(SimConsumers.partition(0))));
    sim.run(
        member,
        "position",
        Duration.ofSeconds(10),
        () -> member.core.calls().position(SimConsumers.partition(0)));
    // From here on every byte takes the same time.
    world.network().conditions(LinkConditions.LAN.delay(ON_THE_WIRE, ON_THE_WIRE));
    world
        .network()
        .connections()
        .forEach(connection -> connection.cut(io.kafkavertx.testkit.sim.Cut.ORDERLY));
    world.runFor(Duration.ofSeconds(5));
    ScriptedPartition partition = sim.brokers.partition(SimConsumers.TOPIC, 0);
    for (int i = 0; i < 100; i++) {
      // Fetches wait at the broker for at most half a second; appends hit any moment of that.
      world.runFor(Duration.ofMillis(50 + world.random().nextInt(1500)));
      int before = handled.size();
      long[] appended = new long[1];
      sim.brokers
          .loop()
          .execute(
              () -> {
                partition.append(List.of("v".getBytes(StandardCharsets.UTF_8)));
                appended[0] = world.nanoTime();
              });
      world.runUntil(() -> handled.size() > before, Duration.ofSeconds(5), "the record");
      long took = handled.get(before) - appended[0];
      boolean waited = took - ON_THE_WIRE.toNanos() < TURNS_NANOS;
      // An append between two fetches waits for the second one to arrive, and no longer.
      assertThat(waited || took < 2 * ON_THE_WIRE.toNanos() + TURNS_NANOS)
          .as("record %s took %s ns", i, took)
          .isTrue();
    }
    sim.close();
  }
}

package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.FindCoordinatorRequest;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.ListOffsetsRequest;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Connections, handshakes and single requests through faults of every kind. */
class ConnectSimulationTest {
  private static final List<ApiKey> APIS =
      List.of(
          ApiKey.API_VERSIONS,
          ApiKey.METADATA,
          ApiKey.FIND_COORDINATOR,
          ApiKey.INIT_PRODUCER_ID,
          ApiKey.LIST_OFFSETS);

  @Test
  void everyRequestEndsOnceAndByItsDeadlineAndCloseLeavesNothing() {
    Tally tally = new Tally();
    Seeds.runSideBySide(
        ConnectSimulationTest.class,
        1000,
        world -> {
          Run run = new Run(world);
          run.run();
          tally.fingerprint(world.fingerprint());
          tally.add("faults", run.faults.injected());
          tally.add("requests answered", run.ledger.succeeded());
          tally.add("requests failed", run.ledger.failed());
        });
    tally.check("faults", "requests answered", "requests failed");
  }

  @Test
  void theSameSeedTakesTheSameCourse() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(new Run(new SimWorld(seed)).run()).isEqualTo(new Run(new SimWorld(seed)).run());
    }
  }

  /** One seed. */
  private static final class Run {
    private final SimWorld world;
    private final RandomGenerator random;
    private final ScriptedCluster brokers;
    private final SimEventLoop loop;
    private final Cluster cluster;
    private final PromiseLedger ledger = new PromiseLedger();
    private final FaultScript faults;
    private int late;

    Run(SimWorld world) {
      this.world = world;
      this.random = world.random();
      SimSetting.conditions(world);
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      brokers.onNote(world::trace);
      brokers.createTopic("orders", 3);
      faults = new FaultScript(world, brokers, APIS);
      loop = world.loop("client");
      cluster =
          Cluster.open(
              loop,
              world.network().transport(loop),
              new KafkaClientOptions()
                  .setBootstrapServers(brokers.bootstrapServers())
                  .setClientId("sim")
                  .setReconnectBackoff(Duration.ofMillis(10 + random.nextInt(90)))
                  .setReconnectBackoffMax(Duration.ofMillis(500))
                  .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(3000)))
                  .setRequestTimeout(Duration.ofMillis(1000 + random.nextInt(3000))));
    }

    long run() {
      faults.start(Duration.ofSeconds(6), Duration.ofMillis(100 + random.nextInt(400)));
      for (int i = 0; i < 60; i++) {
        int number = i;
        world.after(
            Duration.ofMillis(random.nextInt(6000)), () -> loop.execute(() -> send(number)));
      }
      world.runFor(Duration.ofSeconds(6));
      world.runUntil(ledger::isSettled, Duration.ofSeconds(30), "the end of every request");
      assertThat(late).as("requests that ended after their deadline").isZero();
      Future<?> healthy = onLoop(() -> cluster.refresh(loop.nanoTime() + seconds(60)));
      assertThat(healthy.succeeded()).as("metadata when all is well again").isTrue();
      SimSetting.close(world, loop, cluster);
      ledger.check();
      return world.fingerprint();
    }

    private void send(int number) {
      long deadline = loop.nanoTime() + seconds(1) + random.nextLong(seconds(5));
      SendOptions options = SendOptions.until(deadline).atLeast(4);
      ApiRequest<?> request =
          switch (random.nextInt(4)) {
            case 0 -> new MetadataRequest().setTopics(null);
            case 1 -> new FindCoordinatorRequest().setCoordinatorKeys(List.of("g"));
            case 2 -> new InitProducerIdRequest();
            default -> new ListOffsetsRequest();
          };
      Future<?> answer =
          random.nextBoolean() && cluster.metadata().node(1) != null
              ? cluster.send(1 + random.nextInt(3), request, options)
              : cluster.sendAny(request, options);
      ledger.track("request " + number, answer);
      answer.onComplete(
          done -> {
            world.trace(
                "request " + number + " ended: " + (done.succeeded() ? "ok" : done.cause()));
            // A millisecond for turns of the loop, which cost time here.
            if (loop.nanoTime() > deadline + 1_000_000) {
              late++;
            }
          });
    }

    private <T> Future<T> onLoop(java.util.function.Supplier<Future<T>> work) {
      return SimSetting.await(world, loop, work, Duration.ofMinutes(2));
    }

    private static long seconds(int count) {
      return Duration.ofSeconds(count).toNanos();
    }
  }
}

package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.Target;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Router;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.produce.Caller;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.DescribeGroupsRequest;
import io.kafkavertx.protocol.message.ListGroupsRequest;
import io.kafkavertx.protocol.message.ListOffsetsRequest;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that are closed at any moment: while they connect, wait to try again, rebalance, commit.
 * The moment that close has completed no timer, task or connection is left, and everything that was
 * asked has an answer.
 */
@Tag("slow")
class CloseSimulationTest {
  private static final List<ApiKey> APIS =
      List.of(
          ApiKey.API_VERSIONS,
          ApiKey.METADATA,
          ApiKey.PRODUCE,
          ApiKey.INIT_PRODUCER_ID,
          ApiKey.FETCH,
          ApiKey.FIND_COORDINATOR,
          ApiKey.JOIN_GROUP,
          ApiKey.SYNC_GROUP,
          ApiKey.HEARTBEAT,
          ApiKey.OFFSET_COMMIT,
          ApiKey.OFFSET_FETCH,
          ApiKey.LIST_OFFSETS,
          ApiKey.LEAVE_GROUP);

  @Test
  void aConsumerThatIsClosedInTheMiddleOfAnythingLeavesNothing() {
    Tally tally = new Tally();
    Seeds.runSideBySide(CloseSimulationTest.class, 400, world -> new Consuming(world, tally).run());
    tally.check("faults", "timers ended", "closed in a rebalance", "handlers that never end");
  }

  @Test
  void aProducerThatIsClosedInTheMiddleOfAnythingLeavesNothing() {
    Tally tally = new Tally();
    Seeds.runSideBySide(CloseSimulationTest.class, 300, world -> new Producing(world, tally).run());
    tally.check("faults", "timers ended");
  }

  @Test
  void aClientThatIsClosedInTheMiddleOfAnythingLeavesNothing() {
    Tally tally = new Tally();
    Seeds.runSideBySide(CloseSimulationTest.class, 300, world -> new Asking(world, tally).run());
    tally.check("faults", "timers ended");
  }

  /** A world with brokers that fail, and one client to close. */
  private abstract static class Run {
    final SimWorld world;
    final Tally tally;
    final RandomGenerator random;
    final ScriptedCluster brokers;
    final SimEventLoop loop;
    final PromiseLedger ledger = new PromiseLedger();

    Run(SimWorld world, Tally tally) {
      this.world = world;
      this.tally = tally;
      this.random = world.random();
      SimSetting.conditions(world);
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      brokers.onNote(world::trace);
      brokers.createTopic("orders", 4);
      loop = world.loop("client");
    }

    /** Starts the client and gives it something to do. On the loop. */
    abstract void start();

    abstract void work();

    abstract Future<Void> close();

    final void run() {
      FaultScript faults = new FaultScript(world, brokers, APIS);
      faults.start(Duration.ofSeconds(5), Duration.ofMillis(50 + random.nextInt(300)));
      loop.execute(this::start);
      for (int i = 0; i < 20; i++) {
        world.after(Duration.ofMillis(random.nextInt(5000)), () -> loop.execute(this::work));
      }
      world.runFor(Duration.ofMillis(1 + random.nextInt(5000)));
      tally.add("timers ended", loop.liveTimers());
      Promise<Void> closed = Promise.promise();
      loop.execute(() -> close().onComplete(closed));
      world.runUntil(() -> closed.future().isComplete(), Duration.ofSeconds(10), "close");
      assertThat(loop.liveTimers()).as("timers: %s", loop.leaks()).isZero();
      // What was put off to the end of the turn; and the network needs a moment to close.
      world.runFor(Duration.ofMillis(1));
      SimSetting.noLeak(world, loop);
      ledger.check();
      world.runFor(Duration.ofSeconds(6));
      SimSetting.noLeak(world, loop);
      tally.add("faults", faults.injected());
      tally.fingerprint(world.fingerprint());
    }

    final <T> void track(String what, Supplier<Future<T>> asked) {
      ledger.track(what, asked.get());
    }
  }

  private static final class Consuming extends Run {
    private Cluster cluster;
    private ConsumerCore<String, String> core;
    private boolean hangs;
    private boolean closing;

    Consuming(SimWorld world, Tally tally) {
      super(world, tally);
    }

    private ConsumerOptions options() {
      return new ConsumerOptions()
          .setBootstrapServers(brokers.bootstrapServers())
          .setGroupId("billing")
          .setAutoOffsetReset("earliest")
          .setAutoCommitInterval(Duration.ofMillis(50 + random.nextInt(500)))
          .setSessionTimeout(Duration.ofMillis(2000 + random.nextInt(2000)))
          .setHeartbeatInterval(Duration.ofMillis(100 + random.nextInt(300)))
          .setRebalanceTimeout(Duration.ofSeconds(30))
          .setFetchMaxWait(Duration.ofMillis(20 + random.nextInt(480)))
          .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(300)))
          .setRetryBackoffMax(Duration.ofMillis(500))
          .setReconnectBackoff(Duration.ofMillis(10 + random.nextInt(90)))
          .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(2000)))
          .setRequestTimeout(Duration.ofMillis(1500 + random.nextInt(2000)))
          .setDefaultApiTimeout(Duration.ofSeconds(60));
    }

    @Override
    void start() {
      ConsumerOptions options = options();
      String assignor = random.nextBoolean() ? "range" : "cooperative-sticky";
      cluster = Cluster.open(loop, world.network().transport(loop), options);
      core =
          new ConsumerCore<>(
              cluster,
              options,
              id -> Plugins.compression(id).create(new JsonObject()),
              List.of(Plugins.assignor(assignor).create(new JsonObject())),
              Deserializer.string(),
              Deserializer.string());
      core.exceptionHandler(failure -> world.trace("reported: " + failure));
      core.rebalanceHandlers().onAssigned(this::assigned);
      core.rebalanceHandlers().onRevoked(partitions -> slowly());
      core.delivery().handler(record -> {}, new OnLoop());
      track("subscribe", () -> core.subscribe(Set.of("orders")));
    }

    private Future<Void> assigned(Set<TopicPartition> partitions) {
      return slowly();
    }

    /** What an application does with a rebalance: nothing, something, or never an end. */
    private Future<Void> slowly() {
      int kind = random.nextInt(4);
      if (kind == 0) {
        tally.add("handlers that never end", 1);
        hangs = true;
        return Promise.<Void>promise().future();
      }
      Promise<Void> done = Promise.promise();
      world.after(
          Duration.ofMillis(kind == 1 ? 0 : random.nextInt(800)),
          () -> loop.execute(done::tryComplete));
      return done.future();
    }

    @Override
    void work() {
      if (closing) {
        return;
      }
      TopicPartition partition = new TopicPartition("orders", random.nextInt(4));
      brokers
          .topic("orders")
          .partitions()
          .get(partition.partition())
          .append(List.of("v".getBytes(StandardCharsets.UTF_8)));
      switch (random.nextInt(8)) {
        case 0 -> track("commit", core.calls()::commit);
        case 6, 7 -> track("rebalance", () -> core.enforceRebalance("work"));
        case 1 -> track("committed", () -> core.calls().committed(Set.of(partition)));
        case 2 -> track("offsets", () -> core.calls().offsets(Map.of(partition, 1L)));
        case 3 -> track("position", () -> core.calls().position(partition));
        case 4 -> track("endpoints", () -> core.calls().endpoints(Set.of(partition), -2));
        default -> track("partitions", () -> core.calls().partitionsFor("nowhere"));
      }
    }

    @Override
    Future<Void> close() {
      closing = true;
      boolean inRebalance = hangs || !isAssigned();
      tally.add("closed in a rebalance", inRebalance ? 1 : 0);
      long patience = random.nextInt(3) * 2000L;
      return ledger
          .track("close", core.close(Duration.ofMillis(patience).toNanos()))
          .eventually(cluster::close);
    }

    private boolean isAssigned() {
      Future<Set<TopicPartition>> assignment = core.assignment();
      return assignment.succeeded() && !assignment.result().isEmpty();
    }
  }

  private static final class Producing extends Run {
    private Cluster cluster;
    private ProducerCore core;
    private boolean closing;

    Producing(SimWorld world, Tally tally) {
      super(world, tally);
    }

    @Override
    void start() {
      ProducerOptions options =
          new ProducerOptions()
              .setBootstrapServers(brokers.bootstrapServers())
              .setLinger(Duration.ofMillis(random.nextInt(20)))
              .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(300)))
              .setRetryBackoffMax(Duration.ofMillis(500))
              .setReconnectBackoff(Duration.ofMillis(10 + random.nextInt(90)))
              .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(2000)))
              .setRequestTimeout(Duration.ofMillis(1500 + random.nextInt(2000)));
      cluster = Cluster.open(loop, world.network().transport(loop), options);
      core =
          new ProducerCore(
              ProduceConfig.of(options, null),
              null,
              cluster,
              Plugins.partitioner(options.getPartitioner()).create(new JsonObject()),
              bytes -> {},
              failure -> world.trace("write failed: " + failure));
    }

    @Override
    void work() {
      if (closing) {
        return;
      }
      String topic = random.nextInt(5) == 0 ? "nowhere" : "orders";
      for (int i = 0; i < 5; i++) {
        Promise<RecordMetadata> promise = Promise.promise();
        track("record", promise::future);
        byte[] value = ("v" + i).getBytes(StandardCharsets.UTF_8);
        int partition = random.nextInt(4);
        core.send(
            topic, partition, loop.wallMillis(), null, value, List.of(), Caller.ON_LOOP, promise);
      }
      if (random.nextBoolean()) {
        track("partitions", () -> core.partitionsFor(topic));
      }
    }

    @Override
    Future<Void> close() {
      closing = true;
      long patience = random.nextInt(3) * 1000L;
      return ledger
          .track("close", core.close(loop.nanoTime() + Duration.ofMillis(patience).toNanos()))
          .eventually(cluster::close);
    }
  }

  private static final class Asking extends Run {
    private Cluster cluster;
    private Router router;
    private boolean closing;

    Asking(SimWorld world, Tally tally) {
      super(world, tally);
    }

    @Override
    void start() {
      cluster =
          Cluster.open(
              loop,
              world.network().transport(loop),
              new KafkaClientOptions()
                  .setBootstrapServers(brokers.bootstrapServers())
                  .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(300)))
                  .setRequestTimeout(Duration.ofMillis(1500 + random.nextInt(2000)))
                  .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(2000))));
      router = new Router(cluster);
    }

    @Override
    void work() {
      if (closing) {
        return;
      }
      SendOptions how = SendOptions.until(loop.nanoTime() + Duration.ofSeconds(30).toNanos());
      TopicPartition nowhere = new TopicPartition("nowhere", 0);
      switch (random.nextInt(5)) {
        case 0 -> track("any", () -> router.send(Target.anyNode(), new ListGroupsRequest(), how));
        case 1 ->
            track(
                "leader", () -> router.send(Target.leader(nowhere), new ListOffsetsRequest(), how));
        case 2 ->
            track(
                "coordinator",
                () ->
                    router.send(
                        Target.groupCoordinator("g"),
                        new DescribeGroupsRequest().setGroups(List.of("g")),
                        how));
        case 3 -> track("controller", () -> cluster.controller(how.deadlineNanos()));
        default -> track("refresh", () -> cluster.refresh(how.deadlineNanos()));
      }
    }

    @Override
    Future<Void> close() {
      closing = true;
      return ledger.track("close", cluster.close());
    }
  }
}

package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.scripted.ScriptedTransaction;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.sim.TransactionHistory.Outcome;
import io.kafkavertx.tests.support.OnLoop;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Transactions through faults of every kind: cuts before, after and within each request, requests
 * that a broker still works on after their connection has gone, coordinators that move and die,
 * transactions that run out, producers that are replaced. Whatever happens, who reads committed
 * records sees whole transactions, in order, each once.
 */
class TransactionSimulationTest {
  private static final List<ApiKey> APIS =
      List.of(
          ApiKey.END_TXN,
          ApiKey.END_TXN,
          ApiKey.ADD_PARTITIONS_TO_TXN,
          ApiKey.ADD_OFFSETS_TO_TXN,
          ApiKey.TXN_OFFSET_COMMIT,
          ApiKey.INIT_PRODUCER_ID,
          ApiKey.FIND_COORDINATOR,
          ApiKey.PRODUCE,
          ApiKey.PRODUCE,
          ApiKey.METADATA,
          ApiKey.API_VERSIONS);

  private final Tally tally = new Tally();

  @Test
  void aReaderOfCommittedRecordsSeesWholeTransactionsOnly() {
    Seeds.runSideBySide(TransactionSimulationTest.class, 20, world -> new Run(world, tally).run());
  }

  @Test
  @Tag("slow")
  void aReaderOfCommittedRecordsSeesWholeTransactionsOnlyWithManySeeds() {
    Seeds.runSideBySide(TransactionSimulationTest.class, 600, world -> new Run(world, tally).run());
    tally.check(
        "faults",
        "committed",
        "aborted",
        "unknown",
        "fenced",
        "transactions that ran out",
        "new epochs",
        "records read while it happened");
  }

  /** One seed. */
  private static final class Run {
    private final SimWorld world;
    private final Tally tally;
    private final RandomGenerator random;
    private final ScriptedCluster brokers;
    private final PromiseLedger ledger = new PromiseLedger();
    private final TransactionHistory history = new TransactionHistory();
    private final List<SimTransactor> copiers = new ArrayList<>();
    private final long[] input = {0};
    private final int transactionTimeoutMillis;
    private final boolean upgrade;

    Run(SimWorld world, Tally tally) {
      this.world = world;
      this.tally = tally;
      this.random = world.random();
      SimSetting.conditions(world);
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      brokers.onNote(world::trace);
      brokers.createTopic("in", 1);
      brokers.createTopic("out", 3);
      upgrade = random.nextInt(4) == 0;
      brokers
          .settings()
          .transactionVersion(upgrade || random.nextBoolean() ? 0 : 2)
          .markerDelay(Duration.ofMillis(random.nextInt(80)));
      transactionTimeoutMillis = random.nextInt(4) == 0 ? 1500 : 60_000;
    }

    private ProducerOptions options() {
      Duration request = Duration.ofMillis(500 + random.nextInt(1500));
      return new ProducerOptions()
          .setBootstrapServers(brokers.bootstrapServers())
          .setClientId("sim")
          .setTransactionalId("copy")
          .setTransactionTimeout(Duration.ofMillis(transactionTimeoutMillis))
          .setReconnectBackoff(Duration.ofMillis(10 + random.nextInt(90)))
          .setReconnectBackoffMax(Duration.ofMillis(500))
          .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(100)))
          .setRetryBackoffMax(Duration.ofMillis(500))
          .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(1500)))
          .setRequestTimeout(request)
          .setDeliveryTimeout(request.plus(Duration.ofMillis(500 + random.nextInt(4000))))
          .setLinger(Duration.ofMillis(random.nextInt(3)))
          .setBatchSize(50 + random.nextInt(300));
    }

    private void start() {
      int instance = copiers.size() + 1;
      copiers.add(new SimTransactor(world, options(), history, ledger, instance, input));
    }

    private SimTransactor newest() {
      return copiers.get(copiers.size() - 1);
    }

    private void replace() {
      if (random.nextBoolean()) {
        newest().crash();
      }
      start();
    }

    void run() {
      Reader reader = new Reader();
      start();
      FaultScript faults = new FaultScript(world, brokers, APIS);
      faults.start(Duration.ofSeconds(10), Duration.ofMillis(60 + random.nextInt(400)));
      for (int i = random.nextInt(3); i > 0; i--) {
        world.after(Duration.ofMillis(random.nextInt(10_000)), this::replace);
      }
      if (upgrade) {
        world.after(Duration.ofSeconds(5), () -> brokers.settings().transactionVersion(2));
      }
      world.runFor(Duration.ofSeconds(10));
      brokers.clearIntercepts();
      settle();
      world.runUntil(reader::hasAll, Duration.ofSeconds(60), "reading everything");
      close(reader);
      ledgerOfTheLiving();
      reader.check();
      check(faults);
    }

    /**
     * One of the producers, or one more when all were fenced, works again. It need not be the
     * newest: whoever asked last for an identity has it.
     */
    private void settle() {
      Map<SimTransactor, Integer> before = new HashMap<>();
      copiers.forEach(copier -> before.put(copier, copier.committed()));
      world.runUntil(
          () -> copiers.stream().noneMatch(SimTransactor::isAlive) || oneHasGoneOnSince(before),
          Duration.ofSeconds(60),
          "transactions after the faults");
      if (!oneHasGoneOnSince(before)) {
        start();
        world.runUntil(
            () -> newest().committed() > 2, Duration.ofSeconds(60), "transactions of another");
      }
      copiers.forEach(SimTransactor::stop);
      world.runUntil(
          () -> copiers.stream().allMatch(SimTransactor::isStopped),
          Duration.ofSeconds(60),
          "the end of all transactions");
      world.runFor(Duration.ofSeconds(5));
    }

    private boolean oneHasGoneOnSince(Map<SimTransactor, Integer> before) {
      return copiers.stream()
          .anyMatch(
              copier ->
                  copier.isAlive() && copier.committed() > before.getOrDefault(copier, 0) + 2);
    }

    private void close(Reader reader) {
      reader.close();
      copiers.stream().filter(copier -> !copier.isCrashed()).forEach(SimTransactor::close);
    }

    /** Futures of a process that was killed end with it. */
    private void ledgerOfTheLiving() {
      if (copiers.stream().noneMatch(SimTransactor::isCrashed)) {
        ledger.check();
      }
    }

    private void check(FaultScript faults) {
      ScriptedGroup.Committed offset =
          brokers.groups().group(SimTransactor.GROUP).offsets().get(SimTransactor.INPUT);
      history.check(brokers, "out", offset == null ? null : offset.offset());
      ScriptedTransaction transaction = brokers.transactions().transaction("copy");
      tally.fingerprint(world.fingerprint());
      tally.add("faults", faults.injected());
      tally.add("committed", history.count(Outcome.COMMITTED));
      tally.add("aborted", history.count(Outcome.ABORTED));
      tally.add("unknown", history.count(Outcome.UNKNOWN));
      tally.add("transactions that ran out", transaction.timedOut());
      copiers.forEach(
          copier -> {
            tally.add("new epochs", copier.newEpochs());
            tally.add("fenced", copier.isFenced() ? 1 : 0);
          });
    }

    /** Our own consumer, which reads committed records while all this happens. */
    private final class Reader {
      private final Map<TopicPartition, Map<Long, String>> read = new HashMap<>();
      private final SimEventLoop loop = world.loop("reader");
      private final Cluster cluster;
      private final ConsumerCore<String, String> core;

      Reader() {
        ConsumerOptions options =
            new ConsumerOptions()
                .setBootstrapServers(brokers.bootstrapServers())
                .setGroupId("readers")
                .setAutoOffsetReset("earliest")
                .setIsolationLevel(ConsumerOptions.IsolationLevel.READ_COMMITTED)
                .setRequestTimeout(Duration.ofSeconds(3))
                .setConnectionSetupTimeout(Duration.ofSeconds(2));
        cluster = Cluster.open(loop, world.network().transport(loop), options);
        core =
            new ConsumerCore<>(
                cluster,
                options,
                id -> Plugins.compression(id).create(new JsonObject()),
                List.of(Plugins.assignor("range").create(new JsonObject())),
                Deserializer.string(),
                Deserializer.string());
        loop.execute(
            () -> {
              core.exceptionHandler(failure -> world.trace("the reader reports " + failure));
              core.delivery()
                  .handler(
                      record -> {
                        tally.add("records read while it happened", 1);
                        String before =
                            read.computeIfAbsent(record.topicPartition(), p -> new TreeMap<>())
                                .put(record.offset(), record.value());
                        assertThat(before == null ? record.value() : before)
                            .isEqualTo(record.value());
                      },
                      new OnLoop());
              core.subscribe(Set.of("out"));
            });
      }

      private Map<Long, String> of(int partition) {
        return read.getOrDefault(new TopicPartition("out", partition), Map.of());
      }

      boolean hasAll() {
        return brokers.topic("out").partitions().stream()
            .allMatch(p -> of(p.index()).size() >= TransactionHistory.committed(p).size());
      }

      void check() {
        brokers
            .topic("out")
            .partitions()
            .forEach(
                p ->
                    assertThat(of(p.index()))
                        .as("what was read of %s", p)
                        .isEqualTo(TransactionHistory.committed(p)));
      }

      void close() {
        SimSetting.await(
            world, loop, () -> core.close(Duration.ofSeconds(5).toNanos()), Duration.ofSeconds(30));
        SimSetting.close(world, loop, cluster);
      }
    }
  }
}

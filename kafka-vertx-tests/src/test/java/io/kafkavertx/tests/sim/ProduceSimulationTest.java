package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.produce.Caller;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Must hold 5. Connecting, handshake (with a login in some seeds), and producing through faults of
 * every kind: delays, cuts at each end and in the middle of a frame, black holes, garbage, errors,
 * throttling, brokers that die, leaders that move.
 */
@Tag("slow")
class ProduceSimulationTest {
  private static final List<ApiKey> APIS =
      List.of(
          ApiKey.PRODUCE,
          ApiKey.PRODUCE,
          ApiKey.METADATA,
          ApiKey.INIT_PRODUCER_ID,
          ApiKey.API_VERSIONS);

  /** Only asked for when there is a login. */
  private static final List<ApiKey> WITH_LOGIN =
      Stream.concat(APIS.stream(), Stream.of(ApiKey.SASL_HANDSHAKE, ApiKey.SASL_AUTHENTICATE))
          .toList();

  /** How a run is set up. */
  private enum Kind {
    /** Idempotent, with time enough to get every record through. */
    PATIENT,
    /** Idempotent, but records may fail before the faults are over. */
    HURRIED,
    /** Without idempotence: duplicates and swaps are allowed, losses are not. */
    PLAIN
  }

  private final Tally tally = new Tally();

  @Test
  void everyRecordIsStoredOnceInOrderWhateverHappensOnTheWay() {
    Seeds.run(
        ProduceSimulationTest.class, 1000, world -> new Run(world, Kind.PATIENT, tally).run());
    tally.check("faults", "records stored", "duplicates recognised by a broker", "logins");
  }

  @Test
  void aRecordThatFailsIsNeverStoredTwiceAndAnAcknowledgedOneNeverLost() {
    Seeds.run(ProduceSimulationTest.class, 300, world -> new Run(world, Kind.HURRIED, tally).run());
    tally.check("faults", "records stored", "records failed");
  }

  @Test
  void withoutIdempotenceAcknowledgedRecordsAreStillStored() {
    Seeds.run(ProduceSimulationTest.class, 100, world -> new Run(world, Kind.PLAIN, tally).run());
    tally.check("faults", "records stored");
  }

  /** One seed. */
  private static final class Run {
    private final SimWorld world;
    private final Kind kind;
    private final Tally tally;
    private final RandomGenerator random;
    private final ScriptedCluster brokers;
    private final SimEventLoop loop;
    private final Cluster cluster;
    private final ProducerCore producer;
    private final boolean login;
    private final PromiseLedger ledger = new PromiseLedger();
    private final SentRecords records = new SentRecords();

    Run(SimWorld world, Kind kind, Tally tally) {
      this.world = world;
      this.kind = kind;
      this.tally = tally;
      this.random = world.random();
      SimSetting.conditions(world);
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      brokers.onNote(world::trace);
      brokers.createTopic("orders", 4);
      brokers.createTopic("bills", 2);
      login = random.nextInt(4) == 0;
      if (login) {
        brokers.requirePlain(Map.of("user", "password"));
        brokers.settings().saslSessionLifetime(Duration.ofSeconds(random.nextInt(5)));
      }
      loop = world.loop("client");
      ProducerOptions options = options();
      if (login) {
        options
            .setSaslMechanism("PLAIN")
            .setSaslConfig(new JsonObject().put("username", "user").put("password", "password"));
      }
      cluster = Cluster.open(loop, world.network().transport(loop), options);
      producer =
          new ProducerCore(
              ProduceConfig.of(
                  options,
                  options.getCompression().equals("none")
                      ? null
                      : Plugins.compression(options.getCompression()).create(new JsonObject())),
              null,
              cluster,
              Plugins.partitioner(options.getPartitioner()).create(new JsonObject()),
              bytes -> {},
              failure -> world.trace("write failed: " + failure));
    }

    private ProducerOptions options() {
      return new ProducerOptions()
          .setBootstrapServers(brokers.bootstrapServers())
          .setClientId("sim")
          .setReconnectBackoff(Duration.ofMillis(10 + random.nextInt(90)))
          .setReconnectBackoffMax(Duration.ofMillis(500))
          .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(100)))
          .setRetryBackoffMax(Duration.ofMillis(500))
          .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(3000)))
          .setRequestTimeout(Duration.ofMillis(500 + random.nextInt(2000)))
          .setDeliveryTimeout(
              kind == Kind.HURRIED
                  ? Duration.ofMillis(2600 + random.nextInt(3000))
                  : Duration.ofSeconds(60))
          .setLinger(Duration.ofMillis(random.nextInt(20)))
          .setBatchSize(200 + random.nextInt(3000))
          .setMaxInFlightRequests(1 + random.nextInt(5))
          .setEnableIdempotence(kind != Kind.PLAIN)
          .setCompression(random.nextInt(5) == 0 ? "gzip" : "none");
    }

    void run() {
      FaultScript faults = new FaultScript(world, brokers, login ? WITH_LOGIN : APIS);
      faults.start(Duration.ofSeconds(8), Duration.ofMillis(100 + random.nextInt(500)));
      for (int i = 0; i < 60; i++) {
        int burst = 1 + random.nextInt(8);
        world.after(
            Duration.ofMillis(random.nextInt(8000)), () -> loop.execute(() -> sendSome(burst)));
      }
      world.runFor(Duration.ofSeconds(8));
      world.runUntil(ledger::isSettled, Duration.ofSeconds(70), "a result for every record");
      SimSetting.await(world, loop, producer::flush, Duration.ofSeconds(1));
      SimSetting.await(
          world,
          loop,
          () -> producer.close(loop.nanoTime() + 5_000_000_000L),
          Duration.ofSeconds(6));
      SimSetting.close(world, loop, cluster);
      ledger.check();
      assertThat(producer.used()).as("bytes still held").isZero();
      if (kind == Kind.PATIENT) {
        assertThat(records.failures()).isEmpty();
      }
      records.check(brokers, kind != Kind.PLAIN);
      tally.fingerprint(world.fingerprint());
      tally.add("faults", faults.injected());
      tally.add("records stored", ledger.succeeded());
      tally.add("records failed", ledger.failed());
      tally.add("logins", brokers.requestCount(ApiKey.SASL_AUTHENTICATE));
      tally.add("epoch bumps", producer.epochBumps());
      brokers
          .topics()
          .forEach(
              topic ->
                  topic
                      .partitions()
                      .forEach(
                          partition ->
                              tally.add(
                                  "duplicates recognised by a broker", partition.duplicates())));
    }

    private void sendSome(int count) {
      String topic = random.nextInt(3) == 0 ? "bills" : "orders";
      int partition = random.nextInt(topic.equals("bills") ? 2 : 4);
      for (int i = 0; i < count; i++) {
        int padding = random.nextInt(20) == 0 ? 6000 : random.nextInt(200);
        SentRecords.Sent sent = records.next(topic, partition, padding);
        Promise<RecordMetadata> promise = Promise.promise();
        ledger
            .track("record of " + topic + "-" + partition, promise.future())
            .onComplete(done -> sent.ended(done.result(), done.cause()));
        producer.send(
            topic,
            partition,
            world.wallMillis(),
            null,
            SentRecords.value(sent),
            List.of(),
            Caller.ON_LOOP,
            promise);
      }
    }
  }
}

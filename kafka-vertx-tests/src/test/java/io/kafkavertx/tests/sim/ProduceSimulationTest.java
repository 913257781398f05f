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
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.Reaction;
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
 * 10,000 seeds of connecting, handshake (with a login in some seeds), and producing through faults
 * of every kind: delays, cuts at each end and in the middle of a frame, black holes, garbage,
 * errors, throttling, brokers that die, leaders that move, buffers that are full.
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

  /** Most of the work falls into this time; a seed is small so that there can be many. */
  private static final Duration TROUBLE = Duration.ofSeconds(5);

  private static final int BURSTS = 40;
  private static final int LARGEST_REQUEST = 16 * 1024;

  private static final List<ErrorCode> REFUSALS =
      Stream.of(ErrorCode.values())
          // Brokers do not lie about what they have stored.
          .filter(code -> code != ErrorCode.NONE && code != ErrorCode.DUPLICATE_SEQUENCE_NUMBER)
          .toList();

  private final Tally tally = new Tally();

  @Test
  void everyRecordIsStoredOnceInOrderWhateverHappensOnTheWay() {
    Seeds.runSideBySide(
        ProduceSimulationTest.class, 8000, world -> new Run(world, Kind.PATIENT, tally).run());
    tally.check("faults", "records stored", "duplicates recognised by a broker", "logins");
  }

  @Test
  void aRecordThatFailsIsNeverStoredTwiceAndAnAcknowledgedOneNeverLost() {
    Seeds.runSideBySide(
        ProduceSimulationTest.class, 1500, world -> new Run(world, Kind.HURRIED, tally).run());
    tally.check("faults", "records stored", "records failed");
  }

  @Test
  void withoutIdempotenceAcknowledgedRecordsAreStillStored() {
    Seeds.runSideBySide(
        ProduceSimulationTest.class, 500, world -> new Run(world, Kind.PLAIN, tally).run());
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
    private final long bufferMemory;
    private long mostUsed;
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
      bufferMemory = options.getBufferMemory();
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
              bytes -> mostUsed = Math.max(mostUsed, bytes),
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
          // Topics are forgotten, and used again.
          .setMetadataMaxIdle(Duration.ofMillis(50 + random.nextInt(2000)))
          .setMaxRequestSize(LARGEST_REQUEST)
          .setBufferMemory(kind == Kind.PATIENT ? 32L << 20 : 16 * 1024 + random.nextInt(50_000))
          .setMaxInFlightRequests(1 + random.nextInt(5))
          .setEnableIdempotence(kind != Kind.PLAIN)
          .setCompression(random.nextInt(5) == 0 ? "gzip" : "none");
    }

    void run() {
      FaultScript faults = new FaultScript(world, brokers, login ? WITH_LOGIN : APIS);
      faults.start(TROUBLE, Duration.ofMillis(100 + random.nextInt(400)));
      for (int i = 0; i < BURSTS; i++) {
        int burst = 1 + random.nextInt(8);
        world.after(inTrouble(), () -> loop.execute(() -> sendSome(burst)));
      }
      if (kind != Kind.PATIENT) {
        refuseWhateverCanBe(random.nextInt(5));
      }
      world.runFor(TROUBLE);
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
      // Batches that are split take a little more than they did.
      assertThat(mostUsed)
          .as("bytes held at once")
          .isLessThanOrEqualTo(bufferMemory + LARGEST_REQUEST);
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

    private Duration inTrouble() {
      return Duration.ofMillis(random.nextInt((int) TROUBLE.toMillis()));
    }

    /** Any error at all: records may fail for it, and the producer goes on. */
    private void refuseWhateverCanBe(int times) {
      for (int i = 0; i < times; i++) {
        ApiKey api = random.nextInt(4) == 0 ? ApiKey.INIT_PRODUCER_ID : ApiKey.PRODUCE;
        ErrorCode code = REFUSALS.get(random.nextInt(REFUSALS.size()));
        world.after(
            inTrouble(),
            () -> {
              world.trace("next " + api + " is answered " + code);
              brokers.next(1, api, Reaction.refuse(code));
            });
      }
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

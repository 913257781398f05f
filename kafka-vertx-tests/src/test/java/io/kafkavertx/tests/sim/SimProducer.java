package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.produce.Caller;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** A producer in a simulated world, and the account of what it was given. */
final class SimProducer {
  final ProducerCore core;
  final SentRecords records = new SentRecords();
  private final PromiseLedger ledger = new PromiseLedger();
  private final SimWorld world;
  private final ScriptedCluster brokers;
  private final SimEventLoop loop;
  private final Cluster cluster;
  private final long bufferMemory;
  private long mostUsed;

  SimProducer(SimWorld world, ScriptedCluster brokers, ProducerOptions options) {
    this.world = world;
    this.brokers = brokers;
    bufferMemory = options.getBufferMemory();
    loop = world.loop("client");
    options.setBootstrapServers(brokers.bootstrapServers()).setClientId("sim");
    cluster = Cluster.open(loop, world.network().transport(loop), options);
    core =
        new ProducerCore(
            ProduceConfig.of(options, null),
            null,
            cluster,
            Plugins.partitioner(options.getPartitioner()).create(new JsonObject()),
            used -> mostUsed = Math.max(mostUsed, used),
            failure -> world.trace("write failed: " + failure));
  }

  /** Sends so many records to a partition, in one turn of the loop. */
  void send(String topic, int partition, int count) {
    loop.execute(
        () -> {
          for (int i = 0; i < count; i++) {
            SentRecords.Sent sent = records.next(topic, partition, 20);
            Promise<RecordMetadata> promise = Promise.promise();
            ledger
                .track("record of " + topic + "-" + partition, promise.future())
                .onComplete(done -> sent.ended(done.result(), done.cause()));
            core.send(
                topic,
                partition,
                world.wallMillis(),
                null,
                SentRecords.value(sent),
                List.of(),
                Caller.ON_LOOP,
                promise);
          }
        });
    world.runFor(Duration.ofNanos(1));
  }

  /** Whether a broker has told of the topic. */
  boolean knows(String topic) {
    return !cluster.metadata().partitions(topic).isEmpty();
  }

  /** Runs until every record has its result. */
  void settle() {
    world.runUntil(ledger::isSettled, Duration.ofMinutes(3), "a result for every record");
  }

  /** Closes, and checks the promises of an idempotent producer. */
  void closeAndCheck() {
    SimSetting.await(
        world, loop, () -> core.close(loop.nanoTime() + 5_000_000_000L), Duration.ofSeconds(6));
    SimSetting.close(world, loop, cluster);
    ledger.check();
    assertThat(core.used()).as("bytes still held").isZero();
    assertThat(mostUsed).as("bytes held at once").isLessThanOrEqualTo(bufferMemory);
    records.check(brokers, true);
  }
}

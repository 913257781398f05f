package io.kafkavertx.tests.consumer;

import io.kafkavertx.CloseOptions.GroupMembershipOperation;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimTransport;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Scripted brokers and consumers in one simulated world. */
final class SimConsumers {
  static final String TOPIC = "t";

  final SimWorld world;
  final ScriptedCluster brokers;
  final PromiseLedger ledger = new PromiseLedger();
  private final List<Member> members = new ArrayList<>();

  SimConsumers(SimWorld world, int partitions) {
    this.world = world;
    brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
    brokers.createTopic(TOPIC, partitions);
  }

  static TopicPartition partition(int number) {
    return new TopicPartition(TOPIC, number);
  }

  ConsumerOptions options() {
    return new ConsumerOptions()
        .setBootstrapServers(brokers.bootstrapServers())
        .setGroupId("g")
        .setAutoOffsetReset("earliest")
        .setSessionTimeout(Duration.ofSeconds(10))
        .setRebalanceTimeout(Duration.ofSeconds(20))
        .setHeartbeatInterval(Duration.ofSeconds(1))
        .setAutoCommitInterval(Duration.ofSeconds(1))
        .setRequestTimeout(Duration.ofSeconds(5))
        .setConnectionSetupTimeout(Duration.ofSeconds(2));
  }

  Member member(String name, ConsumerOptions options) {
    return member(name, options, List.of("range"));
  }

  Member member(String name, ConsumerOptions options, List<String> assignors) {
    Member member = new Member(name, options, assignors);
    members.add(member);
    return member;
  }

  private static List<PartitionAssignor> plugins(List<String> names) {
    List<PartitionAssignor> plugins = new ArrayList<>();
    names.forEach(name -> plugins.add(Plugins.assignor(name).create(new JsonObject())));
    return plugins;
  }

  /** Appends {@code count} records to every partition, over the wire. */
  void produce(int partitions, int count) {
    SimEventLoop loop = world.loop("producer");
    SimTransport transport = world.network().transport(loop);
    Cluster cluster =
        Cluster.open(
            loop,
            transport,
            new KafkaClientOptions().setBootstrapServers(brokers.bootstrapServers()));
    List<Future<ProduceResponse>> sent = new ArrayList<>();
    loop.execute(() -> cluster.retainTopics(List.of(TOPIC)));
    loop.execute(
        () ->
            cluster
                .topicReady(TOPIC, world.nanoTime() + Duration.ofSeconds(20).toNanos())
                .onComplete(
                    ready -> {
                      for (int p = 0; p < partitions; p++) {
                        sent.add(append(cluster, p, count));
                      }
                    }));
    world.runUntil(
        () -> sent.size() == partitions && sent.stream().allMatch(Future::isComplete),
        Duration.ofSeconds(30),
        "producing");
    sent.forEach(
        answer -> {
          if (answer.failed()) {
            throw new IllegalStateException(answer.cause());
          }
        });
    List<Future<Void>> closed = new ArrayList<>();
    loop.execute(() -> closed.add(cluster.close().eventually(transport::close)));
    world.runUntil(
        () -> !closed.isEmpty() && closed.get(0).isComplete(), Duration.ofSeconds(10), "close");
  }

  private Future<ProduceResponse> append(Cluster cluster, int partition, int count) {
    BatchBuilder batch = new BatchBuilder(1024);
    for (int i = 0; i < count; i++) {
      batch.append(1000 + i, null, ("" + i).getBytes(StandardCharsets.UTF_8), List.of());
    }
    ByteSlice records = batch.close(null);
    batch.stamp(-1, (short) -1, -1, false);
    ProduceRequest request =
        new ProduceRequest()
            .setAcks((short) -1)
            .setTimeoutMs(5000)
            .setTopicData(
                List.of(
                    new ProduceRequest.TopicProduceData()
                        .setName(TOPIC)
                        .setTopicId(cluster.metadata().topicId(TOPIC))
                        .setPartitionData(
                            List.of(
                                new ProduceRequest.PartitionProduceData()
                                    .setIndex(partition)
                                    .setRecords(records)))));
    int leader = cluster.metadata().leaderFor(partition(partition)).id();
    long deadline = world.nanoTime() + Duration.ofSeconds(20).toNanos();
    return cluster.send(leader, request, SendOptions.until(deadline));
  }

  /** Runs something on a member's loop and lets time pass until it is done. */
  <T> Future<T> run(Member member, String what, Duration limit, Supplier<Future<T>> work) {
    List<Future<T>> started = new ArrayList<>();
    member.loop.execute(() -> started.add(ledger.track(what, work.get())));
    world.runUntil(() -> !started.isEmpty() && started.get(0).isComplete(), limit, what);
    return started.get(0);
  }

  /** Closes everything; nothing may be left. */
  void close() {
    for (Member member : members) {
      if (!member.closed) {
        member.close(Duration.ofSeconds(30));
      }
    }
    world.runUntil(
        () -> members.stream().allMatch(member -> member.down),
        Duration.ofSeconds(60),
        "closing all consumers");
    brokers.close();
    world.runFor(Duration.ofSeconds(1));
    ledger.check();
    List<String> leaks = world.leaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError("left behind: " + leaks);
    }
  }

  /** A consumer on a loop and connections of its own. */
  final class Member {
    final String name;
    final SimEventLoop loop;
    final ConsumerCore<byte[], byte[]> core;
    final List<Throwable> errors = new ArrayList<>();
    final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    final Meters meters;
    private final Cluster cluster;
    private final SimTransport transport;
    boolean closed;
    boolean down;

    private Member(String name, ConsumerOptions options, List<String> assignors) {
      this.name = name;
      loop = world.loop(name);
      transport = world.network().transport(loop);
      List<MetricsReporter> reporters = new ArrayList<>();
      options.getMetricsReporterFactories().forEach(f -> reporters.add(f.create(null, null)));
      meters =
          new Meters(
              options.getClientId(), options.getGroupId(), options.getMetricsDetail(), reporters);
      cluster = Cluster.open(loop, transport, options, meters);
      core =
          new ConsumerCore<>(
              cluster,
              options,
              id -> {
                throw new AssertionError("nothing is compressed");
              },
              plugins(assignors),
              Deserializer.bytes(),
              Deserializer.bytes());
      core.exceptionHandler(errors::add);
      handler(records::add);
    }

    void handler(Consumer<ConsumerRecord<byte[], byte[]>> handler) {
      core.delivery().handler(handler, new OnLoop());
    }

    void close(Duration timeout) {
      close(timeout, GroupMembershipOperation.DEFAULT);
    }

    void close(Duration timeout, GroupMembershipOperation how) {
      closed = true;
      loop.execute(
          () ->
              ledger
                  .track("close " + name, core.close(timeout.toNanos(), how))
                  .eventually(cluster::close)
                  .eventually(transport::close)
                  .onComplete(done -> down = true));
    }
  }
}

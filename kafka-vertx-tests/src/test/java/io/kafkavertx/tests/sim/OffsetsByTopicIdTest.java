package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.internal.produce.txn.TransactionConfig;
import io.kafkavertx.internal.produce.txn.Transactions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.TxnOffsetCommitRequest;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offsets in a transaction name their topics by id where ids are known, else by name. */
class OffsetsByTopicIdTest {
  private static final TopicPartition PARTITION = new TopicPartition("in", 0);

  /** What a broker has seen. */
  private record Seen(short version, String name, UUID id) {}

  private final SimWorld world = new SimWorld(1);
  private final SimEventLoop loop = world.loop("client");
  private final List<Seen> seen = new ArrayList<>();
  private ScriptedCluster brokers;
  private Cluster cluster;
  private ProducerCore producer;

  @BeforeEach
  void open() {
    brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 1);
    brokers.createTopic("in", 1);
    brokers.settings().transactionVersion(2);
    brokers.intercept(
        ApiKey.TXN_OFFSET_COMMIT,
        context -> {
          TxnOffsetCommitRequest request = (TxnOffsetCommitRequest) context.request();
          request
              .topics()
              .forEach(
                  topic -> seen.add(new Seen(context.version(), topic.name(), topic.topicId())));
          return null;
        });
    ProducerOptions options =
        new ProducerOptions()
            .setBootstrapServers(brokers.bootstrapServers())
            .setClientId("sim")
            .setTransactionalId("id")
            .setRequestTimeout(Duration.ofSeconds(2))
            .setDeliveryTimeout(Duration.ofSeconds(8));
    cluster = Cluster.open(loop, world.network().transport(loop), options);
    producer =
        new ProducerCore(
            ProduceConfig.of(options, null),
            TransactionConfig.of(options),
            cluster,
            Plugins.partitioner(options.getPartitioner()).create(new JsonObject()),
            bytes -> {},
            failure -> {});
    await(() -> transactions().init());
  }

  @AfterEach
  void close() {
    await(() -> producer.close(loop.nanoTime() + 5_000_000_000L));
    SimSetting.close(world, loop, cluster);
  }

  private Transactions transactions() {
    return producer.transactions();
  }

  private void await(Supplier<? extends Future<?>> call) {
    Future<?> end =
        SimSetting.await(world, loop, () -> call.get().<Void>mapEmpty(), Duration.ofSeconds(30));
    assertThat(end.succeeded()).as("%s", end.cause()).isTrue();
  }

  private void commit(long offset) {
    await(() -> transactions().begin());
    await(
        () ->
            transactions()
                .sendOffsets(
                    Map.of(PARTITION, new OffsetAndMetadata(offset, 3, "mine")),
                    new ConsumerGroupMetadata("group", -1, "", null)));
    await(() -> transactions().commit());
    world.runFor(Duration.ofMillis(200));
  }

  private ScriptedGroup.Committed committed() {
    return brokers.groups().group("group").offsets().get(PARTITION);
  }

  @Test
  void aTopicThatTheProducerKnowsIsNamedByItsId() {
    await(() -> producer.partitionsFor("in"));
    commit(7);
    assertThat(seen).containsExactly(new Seen((short) 6, "", brokers.topic("in").id()));
    assertThat(committed()).isEqualTo(new ScriptedGroup.Committed(7, 3, "mine"));
  }

  @Test
  void aTopicThatTheProducerDoesNotKnowIsNamedByItsName() {
    commit(7);
    assertThat(seen).containsExactly(new Seen((short) 5, "in", Uuids.ZERO));
    assertThat(committed().offset()).isEqualTo(7);
  }

  @Test
  void anIdOfATopicThatWasMadeAnewIsGivenUpForTheName() {
    await(() -> producer.partitionsFor("in"));
    UUID before = brokers.topic("in").id();
    brokers.deleteTopic("in");
    brokers.createTopic("in", 1);
    commit(9);
    assertThat(seen)
        .containsExactly(new Seen((short) 6, "", before), new Seen((short) 5, "in", Uuids.ZERO));
    assertThat(committed().offset()).isEqualTo(9);
  }
}

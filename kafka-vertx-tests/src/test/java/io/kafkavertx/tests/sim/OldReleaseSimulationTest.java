package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Brokers that do not answer ApiVersions: because they are old, or because they are busy. */
class OldReleaseSimulationTest {
  private final SimWorld world = new SimWorld(1);
  private final SimEventLoop loop = world.loop("client");

  private Cluster connect(ScriptedCluster brokers, int seconds) {
    brokers.createTopic("orders", 1);
    Cluster cluster =
        Cluster.open(
            loop,
            world.network().transport(loop),
            new KafkaClientOptions()
                .setClientId("sim")
                .setBootstrapServers(brokers.bootstrapServers()));
    cluster.retainTopics(List.of("orders"));
    Future<ClusterMetadata> ready =
        SimSetting.await(
            world,
            loop,
            () ->
                cluster.topicReady(
                    "orders", loop.nanoTime() + Duration.ofSeconds(seconds).toNanos()),
            Duration.ofMinutes(3));
    assertThat(ready.succeeded()).as("%s", ready.cause()).isTrue();
    SimSetting.await(
        world,
        loop,
        () -> cluster.whenReady(1, loop.nanoTime() + 60_000_000_000L),
        Duration.ofMinutes(2));
    return cluster;
  }

  private ScriptedCluster brokers(int count) {
    ScriptedCluster brokers =
        ScriptedCluster.listenOn(world.network(), world.loop("brokers"), count);
    brokers.onNote(world::trace);
    return brokers;
  }

  @Test
  void aBrokerOfRelease09IsFoundOutAndSpokenToInItsVersions() {
    ScriptedCluster brokers = brokers(1);
    brokers.versions(ApiVersionTable.kafka09());
    Cluster cluster = connect(brokers, 60);
    assertThat(cluster.versions(1).assumedRelease()).isEqualTo("0.9.0");
    assertThat(cluster.metadata().partitions("orders")).hasSize(1);
    SimSetting.close(world, loop, cluster);
  }

  @Test
  void aModernBrokerThatWasSilentForATimeIsNotTakenForAnOldOne() {
    ScriptedCluster brokers = brokers(1);
    brokers.next(1, ApiKey.API_VERSIONS, Reaction.ignore());
    Cluster cluster = connect(brokers, 60);
    assertThat(cluster.versions(1).assumedRelease()).isNull();
    SimSetting.close(world, loop, cluster);
  }

  @Test
  void aWrongGuessIsWithdrawnWhenAnotherBrokerAnswers() {
    ScriptedCluster brokers = brokers(2);
    brokers.broker(1).versions(ApiVersionTable.kafka09());
    brokers.kill(2);
    Cluster cluster = connect(brokers, 60);
    assertThat(cluster.versions(1).assumedRelease()).isEqualTo("0.9.0");
    brokers.broker(1).versions(null);
    brokers.revive(2);
    SimSetting.await(
        world,
        loop,
        () -> cluster.refresh(loop.nanoTime() + 60_000_000_000L),
        Duration.ofMinutes(2));
    SimSetting.await(
        world,
        loop,
        () -> cluster.whenReady(2, loop.nanoTime() + 60_000_000_000L),
        Duration.ofMinutes(2));
    SimSetting.await(
        world,
        loop,
        () -> cluster.whenReady(1, loop.nanoTime() + 60_000_000_000L),
        Duration.ofMinutes(2));
    assertThat(cluster.versions(1).assumedRelease()).isNull();
    SimSetting.close(world, loop, cluster);
  }

  @Test
  void aRequestThatAWronglyGuessedReleaseDoesNotKnowIsSentAllTheSame() {
    ScriptedCluster brokers = brokers(1);
    brokers.broker(1).versions(ApiVersionTable.kafka09());
    Cluster cluster = connect(brokers, 60);
    assertThat(cluster.versions(1).assumedRelease()).isEqualTo("0.9.0");
    // Its only connection stays open, and nobody else is there to tell.
    brokers.broker(1).versions(null);
    Future<InitProducerIdResponse> answer =
        SimSetting.await(
            world,
            loop,
            () ->
                cluster.sendAny(
                    new InitProducerIdRequest().setTransactionTimeoutMs(1000),
                    SendOptions.until(loop.nanoTime() + 30_000_000_000L).atMost(5)),
            Duration.ofMinutes(1));
    assertThat(answer.succeeded()).as("%s", answer.cause()).isTrue();
    assertThat(cluster.versions(1).assumedRelease()).isNull();
    SimSetting.close(world, loop, cluster);
  }

  @Test
  void aRequestThatAnOldReleaseDoesNotKnowFailsOnceTheReleaseIsBeyondDoubt() {
    ScriptedCluster brokers = brokers(1);
    brokers.versions(ApiVersionTable.kafka082());
    Cluster cluster = connect(brokers, 60);
    for (int i = 0; i < 2; i++) {
      Future<InitProducerIdResponse> answer =
          SimSetting.await(
              world,
              loop,
              () ->
                  cluster.sendAny(
                      new InitProducerIdRequest().setTransactionTimeoutMs(1000),
                      SendOptions.until(loop.nanoTime() + 60_000_000_000L).atMost(5)),
              Duration.ofMinutes(2));
      assertThat(answer.cause())
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessageContaining("(release 0.8");
    }
    SimSetting.close(world, loop, cluster);
  }

  private SimProducer producer(ScriptedCluster brokers) {
    return producer(brokers, true);
  }

  private SimProducer producer(ScriptedCluster brokers, boolean idempotence) {
    brokers.createTopic("orders", 1);
    return new SimProducer(
        world,
        brokers,
        new ProducerOptions()
            .setEnableIdempotence(idempotence)
            .setConnectionSetupTimeout(Duration.ofSeconds(1)));
  }

  @Test
  void recordsOfAPlainProducerWaitForABrokerThatOnlySeemsTooOld() {
    ScriptedCluster brokers = brokers(1);
    brokers.broker(1).versions(ApiVersionTable.kafka09());
    SimProducer producer = producer(brokers, false);
    sendToWhatSeemsOld(producer);
    // The connection stays: only who asks again finds out.
    brokers.broker(1).versions(null);
    producer.settle();
    producer.closeAndCheck();
    assertThat(producer.records.failures()).isEmpty();
  }

  @Test
  void recordsOfAPlainProducerGoInTheFormatOfAnOldBrokerOnceItIsBeyondDoubt() {
    ScriptedCluster brokers = brokers(1);
    brokers.versions(ApiVersionTable.kafka09());
    SimProducer producer = producer(brokers, false);
    sendToWhatSeemsOld(producer);
    producer.settle();
    assertThat(producer.records.failures()).isEmpty();
    assertThat(magicsOf(brokers)).containsOnly(0);
    producer.closeAndCheck();
  }

  @Test
  void aProducerFollowsABrokerThatIsUpgradedAndTakenBackAgain() {
    ScriptedCluster brokers = brokers(1);
    brokers.versions(ApiVersionTable.kafka0100());
    SimProducer producer = producer(brokers, false);
    sendToWhatSeemsOld(producer);
    producer.settle();
    assertThat(magicsOf(brokers)).containsOnly(1);
    for (ApiVersionTable release :
        List.of(ApiVersionTable.kafka28(), ApiVersionTable.kafka0100())) {
      // Records are on their way while it happens.
      producer.send("orders", 0, 5);
      brokers.kill(1);
      brokers.versions(release);
      brokers.revive(1);
      producer.settle();
    }
    assertThat(producer.records.failures()).isEmpty();
    assertThat(magicsOf(brokers)).containsSequence(1, 2).endsWith(1);
    producer.closeAndCheck();
  }

  @Test
  void nothingIsLostOrDoubledWhileBrokersAreUpgradedOneByOneAndTakenBack() {
    ScriptedCluster brokers = brokers(3);
    brokers.versions(ApiVersionTable.kafka28());
    SimProducer producer = producer(brokers, true);
    producer.send("orders", 0, 5);
    for (ApiVersionTable release : List.of(ApiVersionTable.kafka44(), ApiVersionTable.kafka28())) {
      for (int id = 1; id <= 3; id++) {
        producer.send("orders", 0, 5);
        brokers.kill(id);
        brokers.broker(id).versions(release);
        producer.send("orders", 0, 5);
        world.runFor(Duration.ofMillis(200));
        brokers.revive(id);
        producer.settle();
      }
    }
    assertThat(producer.records.failures()).isEmpty();
    RecordBatches batches = RecordBatches.of(brokers.partition("orders", 0).contents());
    int stored = 0;
    while (batches.next()) {
      stored += batches.current().count();
    }
    assertThat(stored).isEqualTo(65);
    producer.closeAndCheck();
  }

  private static List<Integer> magicsOf(ScriptedCluster brokers) {
    List<Integer> magics = new ArrayList<>();
    RecordBatches batches = RecordBatches.of(brokers.partition("orders", 0).contents());
    while (batches.next()) {
      magics.add(batches.current().magic());
    }
    return magics;
  }

  private void sendToWhatSeemsOld(SimProducer producer) {
    producer.send("orders", 0, 5);
    world.runUntil(
        () -> producer.knows("orders"),
        Duration.ofMinutes(2),
        "metadata of a broker that is taken for an old one");
    world.runFor(Duration.ofMillis(150));
  }

  @Test
  void aBrokerThatSeemsTooOldAtABadMomentFailsNoRecord() {
    ScriptedCluster brokers = brokers(1);
    brokers.broker(1).versions(ApiVersionTable.kafka09());
    SimProducer producer = producer(brokers);
    sendToWhatSeemsOld(producer);
    brokers.kill(1);
    brokers.broker(1).versions(null);
    brokers.revive(1);
    producer.settle();
    producer.closeAndCheck();
    assertThat(producer.records.failures()).isEmpty();
  }

  @Test
  void aBrokerThatIsTooOldForIdempotenceIsBelievedInTheEnd() {
    ScriptedCluster brokers = brokers(1);
    brokers.versions(ApiVersionTable.kafka09());
    SimProducer producer = producer(brokers);
    sendToWhatSeemsOld(producer);
    producer.settle();
    producer.closeAndCheck();
    assertThat(producer.records.failures())
        .hasSize(5)
        .allMatch(UnsupportedVersionException.class::isInstance)
        .allMatch(failure -> failure.getMessage().contains("enableIdempotence"));
  }
}

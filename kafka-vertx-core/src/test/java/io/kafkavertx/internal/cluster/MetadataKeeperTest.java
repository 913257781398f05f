package io.kafkavertx.internal.cluster;

import static io.kafkavertx.internal.cluster.Answers.error;
import static io.kafkavertx.internal.cluster.Answers.partition;
import static io.kafkavertx.internal.cluster.Answers.topic;
import static io.kafkavertx.internal.cluster.Answers.with;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.internal.net.VersionsForTests;
import io.kafkavertx.internal.net.VirtualLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MetadataKeeperTest {
  private static final UUID ID = new UUID(1, 1);
  private static final long AGE_MINUTES = 5;

  private final VirtualLoop loop = new VirtualLoop();
  private final FakeConnections net = new FakeConnections();
  private final ClusterConfig config =
      new ClusterConfig(
          List.of(new BootstrapAddress("boot1", 1), new BootstrapAddress("boot2", 2)),
          SECONDS.toNanos(30),
          MILLISECONDS.toNanos(100),
          SECONDS.toNanos(1),
          MINUTES.toNanos(AGE_MINUTES),
          SECONDS.toNanos(1));
  private final MetadataKeeper keeper = new MetadataKeeper(loop, net, config);

  /** A broker that answers metadata requests so. */
  private void broker(String address, Function<MetadataRequest, MetadataResponse> answer) {
    net.brokers.put(
        address, request -> Future.succeededFuture(answer.apply((MetadataRequest) request)));
  }

  private List<MetadataRequest> asked() {
    List<MetadataRequest> requests = new ArrayList<>();
    net.sent.forEach(sent -> requests.add((MetadataRequest) sent.request()));
    return requests;
  }

  private static List<String> names(MetadataRequest request) {
    return request.topics().stream()
        .map(MetadataRequest.MetadataRequestTopic::name)
        .sorted()
        .toList();
  }

  private static MetadataResponse healthy(MetadataRequest request, int... nodes) {
    MetadataResponse response = Answers.of(nodes);
    if (request.topics() != null) {
      for (String name : names(request)) {
        with(response, topic(name, new UUID(9, name.hashCode()), partition(0, nodes[0], 1)));
      }
    }
    return response;
  }

  @Test
  void nothingIsAskedBeforeSomethingIsWanted() {
    loop.advance(1, MINUTES);
    assertThat(net.sent).isEmpty();
    assertThat(loop.pending()).isZero();
  }

  @Test
  void wishesOfOneTurnAreServedByOneRequest() {
    broker("boot1:1", request -> healthy(request, 1));
    broker("boot2:2", request -> healthy(request, 1));
    keeper.retain(List.of("a"));
    keeper.retain(List.of("b"));
    keeper.want();
    Future<ClusterMetadata> refreshed = keeper.refresh(loop.in(1, SECONDS));
    loop.settle();
    assertThat(asked())
        .singleElement()
        .satisfies(request -> assertThat(names(request)).containsExactly("a", "b"));
    assertThat(refreshed.result().topics()).containsExactly("a", "b");
    assertThat(net.retained).containsExactly(1);
  }

  @Test
  void metadataHasALaneOfItsOwn() {
    broker("boot1:1", request -> healthy(request, 1));
    broker("boot2:2", request -> healthy(request, 1));
    keeper.want();
    loop.settle();
    assertThat(net.sent)
        .singleElement()
        .satisfies(sent -> assertThat(sent.lane()).isEqualTo(Connections.METADATA_LANE));
  }

  @Test
  void aDeadBootstrapServerInTheListDoesNotMatter() {
    broker("boot2:2", request -> healthy(request, 1));
    for (int i = 0; i < 10; i++) {
      MetadataKeeper another = new MetadataKeeper(loop, net, config);
      Future<ClusterMetadata> refreshed = another.refresh(loop.in(1, SECONDS));
      loop.settle();
      assertThat(refreshed.succeeded()).isTrue();
      another.close();
    }
  }

  @Test
  void aSilentBrokerDoesNotHoldUpTheOthers() {
    net.brokers.put("boot1:1", request -> FakeConnections.silence());
    net.brokers.put("boot2:2", request -> FakeConnections.silence());
    broker("host7:9092", request -> healthy(request, 7));
    Future<ClusterMetadata> refreshed = keeper.refresh(loop.in(10, SECONDS));
    loop.settle();
    broker("boot1:1", request -> healthy(request, 7));
    broker("boot2:2", request -> healthy(request, 7));
    loop.advance(MetadataRound.PATIENCE, java.util.concurrent.TimeUnit.NANOSECONDS);
    assertThat(refreshed.succeeded()).isTrue();
    assertThat(net.sent).hasSize(2);
  }

  @Test
  void aBootstrapThatComesUpLaterIsFound() {
    Future<ClusterMetadata> refreshed = keeper.refresh(loop.in(10, MINUTES));
    loop.advance(5, MINUTES);
    assertThat(refreshed.isComplete()).isFalse();
    broker("boot1:1", request -> healthy(request, 1));
    loop.advance(2, SECONDS);
    assertThat(refreshed.succeeded()).isTrue();
  }

  @Test
  void attemptsKeepADistanceThatGrows() {
    List<Long> attempts = new ArrayList<>();
    net.brokers.put(
        "boot1:1",
        request -> Future.failedFuture(FakeConnections.refused(config.bootstrapNodes().get(0))));
    net.brokers.put(
        "boot2:2",
        request -> {
          attempts.add(loop.nanoTime());
          return Future.failedFuture(FakeConnections.refused(config.bootstrapNodes().get(1)));
        });
    keeper.want();
    loop.advance(1, MINUTES);
    assertThat(attempts).hasSizeBetween(45, 85);
    assertThat(attempts.get(1) - attempts.get(0)).isLessThanOrEqualTo(MILLISECONDS.toNanos(120));
    for (int i = 6; i < attempts.size(); i++) {
      assertThat(attempts.get(i) - attempts.get(i - 1))
          .isGreaterThanOrEqualTo(MILLISECONDS.toNanos(800));
    }
  }

  @Test
  void theErrorAtTheDeadlineSaysWhyEachBrokerCouldNotBeReached() {
    Future<ClusterMetadata> refreshed = keeper.refresh(loop.in(3, SECONDS));
    loop.advance(4, SECONDS);
    assertThat(refreshed.cause())
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("Connection refused: boot1:1")
        .hasMessageContaining("Connection refused: boot2:2");
  }

  @Test
  void refusedCredentialsAreToldAtOnceAndNotTriedHot() {
    List<Long> attempts = new ArrayList<>();
    for (String address : List.of("boot1:1", "boot2:2")) {
      net.brokers.put(
          address,
          request -> {
            attempts.add(loop.nanoTime());
            return Future.failedFuture(new AuthenticationException("wrong password"));
          });
    }
    Future<ClusterMetadata> refreshed = keeper.refresh(loop.in(10, MINUTES));
    loop.settle();
    assertThat(refreshed.cause()).isInstanceOf(AuthenticationException.class);
    loop.advance(10, MINUTES);
    assertThat(attempts.size()).isBetween(4, 40);
  }

  @Test
  void aTopicIsWaitedForUntilItIsThere() {
    int[] answers = {0};
    Function<MetadataRequest, MetadataResponse> later =
        request ->
            answers[0]++ < 5
                ? with(Answers.of(1), error("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION))
                : with(Answers.of(1), topic("t", ID, partition(0, 1, 0)));
    broker("boot1:1", later);
    broker("boot2:2", later);
    broker("host1:9092", later);
    Future<ClusterMetadata> ready = keeper.topicReady("t", loop.in(1, MINUTES));
    loop.settle();
    assertThat(ready.isComplete()).isFalse();
    loop.advance(10, SECONDS);
    assertThat(ready.result().leaderFor(new TopicPartition("t", 0)).id()).isEqualTo(1);
  }

  @Test
  void aTopicThatNeverComesFailsWithItsLastError() {
    broker("boot1:1", request -> with(Answers.of(1), error("t", ErrorCode.LEADER_NOT_AVAILABLE)));
    broker("boot2:2", request -> with(Answers.of(1), error("t", ErrorCode.LEADER_NOT_AVAILABLE)));
    broker(
        "host1:9092", request -> with(Answers.of(1), error("t", ErrorCode.LEADER_NOT_AVAILABLE)));
    Future<ClusterMetadata> ready = keeper.topicReady("t", loop.in(5, SECONDS));
    loop.advance(6, SECONDS);
    assertThat(ready.cause())
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("topic t")
        .hasMessageContaining("LEADER_NOT_AVAILABLE");
  }

  @Test
  void aTopicThatMayNotBeSeenFailsAtOnce() {
    broker(
        "boot1:1",
        request -> with(Answers.of(1), error("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED)));
    broker(
        "boot2:2",
        request -> with(Answers.of(1), error("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED)));
    Future<ClusterMetadata> ready = keeper.topicReady("t", loop.in(5, SECONDS));
    loop.settle();
    assertThat(ready.cause())
        .isInstanceOfSatisfying(
            BrokerErrorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED));
  }

  @Test
  void metadataIsAskedForAgainWhenItGetsOld() {
    for (String address : List.of("boot1:1", "boot2:2", "host1:9092")) {
      broker(address, request -> healthy(request, 1));
    }
    keeper.retain(List.of("t"));
    loop.settle();
    assertThat(net.sent).hasSize(1);
    loop.advance(AGE_MINUTES * 60 - 1, SECONDS);
    assertThat(net.sent).hasSize(1);
    loop.advance(1, SECONDS);
    assertThat(net.sent).hasSize(2);
    assertThat(net.sent.get(1).node().id()).isEqualTo(1);
  }

  @Test
  void aNewTopicIsAskedForAtOnceAndAlone() {
    for (String address : List.of("boot1:1", "boot2:2", "host1:9092")) {
      broker(address, request -> healthy(request, 1));
    }
    keeper.retain(List.of("t"));
    loop.settle();
    keeper.retain(List.of("u"));
    loop.settle();
    assertThat(names(asked().get(1))).containsExactly("u");
    assertThat(keeper.view().topics()).containsExactly("t", "u");
  }

  @Test
  void topicsAreForgottenWhenNobodyWantsThemAnyMore() {
    for (String address : List.of("boot1:1", "boot2:2", "host1:9092")) {
      broker(address, request -> healthy(request, 1));
    }
    keeper.retain(List.of("t", "u"));
    keeper.retain(List.of("t"));
    keeper.release(List.of("t", "u"));
    loop.settle();
    keeper.want();
    loop.advance(1, SECONDS);
    assertThat(keeper.view().topics()).containsExactly("t");
  }

  @Test
  void whenTheClusterHasMovedTheBootstrapAddressesAreAskedAgain() {
    broker("boot1:1", request -> healthy(request, 1, 2));
    keeper.retain(List.of("t"));
    loop.settle();
    assertThat(keeper.view().nodes()).hasSize(2);
    broker("boot1:1", request -> healthy(request, 7, 8));
    keeper.want();
    loop.advance(2, SECONDS);
    assertThat(keeper.view().nodes()).extracting(node -> node.id()).containsExactly(7, 8);
    assertThat(net.retained).isEqualTo(Set.of(7, 8));
  }

  @Test
  void aBrokerMaySendTheClientBackToItsBootstrapAddresses() {
    broker("boot1:1", request -> healthy(request, 1));
    keeper.retain(List.of("t"));
    loop.settle();
    broker(
        "host1:9092",
        request -> new MetadataResponse().setErrorCode(ErrorCode.REBOOTSTRAP_REQUIRED.code()));
    broker("boot1:1", request -> healthy(request, 7));
    keeper.want();
    loop.advance(3, SECONDS);
    assertThat(keeper.view().nodes()).extracting(node -> node.id()).containsExactly(7);
  }

  @Test
  void aBrokerOfAnotherClusterIsNotBelievedAndABootstrapAddressIs() {
    broker("boot1:1", request -> healthy(request, 1));
    keeper.retain(List.of("t"));
    loop.settle();
    // The address of broker 1 now belongs to a stranger.
    broker("host1:9092", request -> healthy(request, 66).setClusterId("stranger"));
    keeper.want();
    loop.advance(2, SECONDS);
    assertThat(keeper.view().clusterId()).isEqualTo("c");
    assertThat(keeper.view().nodes()).extracting(node -> node.id()).containsExactly(1);
    net.brokers.remove("host1:9092");
    broker("boot1:1", request -> healthy(request, 5).setClusterId("rebuilt"));
    keeper.want();
    loop.advance(3, SECONDS);
    assertThat(keeper.view().clusterId()).isEqualTo("rebuilt");
  }

  @Test
  void aNewerLeaderIsTakenFromAHintAndAnOlderOneIsNot() {
    broker("boot1:1", request -> with(Answers.of(1, 2), topic("t", ID, partition(0, 1, 5))));
    keeper.retain(List.of("t"));
    loop.settle();
    List<ClusterMetadata> seen = new ArrayList<>();
    Runnable stop = keeper.onUpdate(seen::add);
    assertThat(keeper.leaderHint(new LeaderHint("t", 0, 2, 5, "host2", 9092, null))).isFalse();
    assertThat(keeper.leaderHint(new LeaderHint("t", 0, 3, 6, "", 0, null))).isFalse();
    assertThat(keeper.leaderHint(new LeaderHint("t", 0, 3, 6, "host3", 9092, null))).isTrue();
    assertThat(keeper.view().leaderFor(new TopicPartition("t", 0)).host()).isEqualTo("host3");
    assertThat(seen).hasSize(1);
    stop.run();
    assertThat(keeper.leaderHint(new LeaderHint("t", 0, 2, 7, "host2", 9092, null))).isTrue();
    assertThat(seen).hasSize(1);
  }

  @Test
  void oldBrokersAreAskedInTheirOwnWay() {
    net.versions = VersionsForTests.withMetadataUpTo(0);
    broker("boot1:1", request -> healthy(request, 1));
    broker("host1:9092", request -> healthy(request, 1));
    keeper.retainAll(true);
    loop.settle();
    assertThat(asked().get(0).topics()).isEmpty();
    keeper.retainAll(false);
    keeper.autoCreate(true);
    keeper.retain(List.of("t"));
    loop.settle();
    assertThat(names(asked().get(1))).containsExactly("t");
  }

  @Test
  void anOldBrokerThatListsNobodyStandsForItselfUntilThereIsATopic() {
    net.versions = VersionsForTests.withMetadataUpTo(0);
    broker("boot1:1", request -> Answers.of());
    Future<ClusterMetadata> first = keeper.refresh(loop.in(10, SECONDS));
    loop.settle();
    assertThat(first.result().nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.host()).isEqualTo("boot1"));
    broker("boot1:1", request -> healthy(request, 1));
    loop.advance(3, SECONDS);
    assertThat(keeper.view().nodes()).extracting(node -> node.id()).containsExactly(1);
  }

  @Test
  void beforeVersion4ATopicThatMustNotBeCreatedIsNotNamed() {
    net.versions = VersionsForTests.withMetadataUpTo(3);
    broker(
        "boot1:1",
        request ->
            with(
                Answers.of(1),
                topic("t", ID, partition(0, 1, 0)),
                topic("other", ID, partition(0, 1, 0))));
    keeper.retain(List.of("t"));
    loop.settle();
    assertThat(asked().get(0).topics()).isNull();
    assertThat(keeper.view().topics()).containsExactly("t");
  }

  @Test
  void allTopicsAreKeptWhileThatIsOn() {
    broker("boot1:1", request -> with(Answers.of(1), topic("t", ID, partition(0, 1, 0))));
    keeper.retainAll(true);
    loop.settle();
    assertThat(asked().get(0).topics()).isNull();
    assertThat(keeper.view().topics()).containsExactly("t");
  }

  @Test
  void closingFailsThoseWhoWaitAndLeavesNoTimer() {
    Future<ClusterMetadata> refreshed = keeper.refresh(loop.in(1, MINUTES));
    Future<ClusterMetadata> ready = keeper.topicReady("t", loop.in(1, MINUTES));
    loop.advance(1, SECONDS);
    keeper.close();
    assertThat(refreshed.cause()).isInstanceOf(ClientClosedException.class);
    assertThat(ready.cause()).isInstanceOf(ClientClosedException.class);
    assertThat(loop.pending()).isZero();
  }
}

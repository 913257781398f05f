package io.kafkavertx.internal.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.Target;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.VersionsForTests;
import io.kafkavertx.internal.net.VirtualLoop;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.CreateTopicsRequest;
import io.kafkavertx.protocol.message.CreateTopicsResponse;
import io.kafkavertx.protocol.message.FindCoordinatorRequest;
import io.kafkavertx.protocol.message.FindCoordinatorResponse;
import io.kafkavertx.protocol.message.HeartbeatRequest;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.kafkavertx.protocol.message.ListGroupsRequest;
import io.kafkavertx.protocol.message.ListGroupsResponse;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final FakeConnections net = new FakeConnections();
  private final KafkaCluster cluster =
      new KafkaCluster(
          loop,
          net,
          new ClusterConfig(
              List.of(new BootstrapAddress("host1", 9092)),
              SECONDS.toNanos(30),
              MILLISECONDS.toNanos(100),
              SECONDS.toNanos(1),
              MINUTES.toNanos(5),
              SECONDS.toNanos(1)),
          Meters.unreported("test"));
  private final Router router = new Router(cluster);

  /**
   * Who answers what is not a metadata request; by broker, a list of the ids that were asked is
   * kept.
   */
  private Function<ApiRequest<?>, Future<? extends ApiResponse>> others =
      request -> FakeConnections.silence();

  private final List<Integer> askedNodes = new ArrayList<>();

  @BeforeEach
  void threeBrokers() {
    for (int id = 1; id <= 3; id++) {
      int nodeId = id;
      net.brokers.put(
          "host" + id + ":9092",
          request -> {
            if (request instanceof MetadataRequest) {
              return Future.succeededFuture(Answers.of(1, 2, 3));
            }
            askedNodes.add(nodeId);
            return others.apply(request);
          });
    }
  }

  private SendOptions in(long seconds) {
    return SendOptions.until(loop.in(seconds, SECONDS));
  }

  private static ConnectionException lost(Written written) {
    return new ConnectionException(Reason.DISCONNECTED, written, "lost", null);
  }

  private void know() {
    cluster.refresh(loop.in(1, SECONDS));
    loop.settle();
    assertThat(cluster.metadata().nodes()).hasSize(3);
  }

  @Test
  void aRequestForAnyBrokerWaitsForTheFirstMetadata() {
    others = request -> Future.succeededFuture(new ListGroupsResponse());
    Future<ListGroupsResponse> answer = cluster.sendAny(new ListGroupsRequest(), in(10));
    assertThat(answer.isComplete()).isFalse();
    loop.settle();
    assertThat(answer.succeeded()).isTrue();
  }

  @Test
  void theConnectedBrokerWithTheFewestRequestsIsPreferred() {
    know();
    others = request -> Future.succeededFuture(new ListGroupsResponse());
    net.connected.addAll(Set.of("2/0", "3/0"));
    net.inFlight.put(2, 4);
    net.inFlight.put(3, 1);
    cluster.sendAny(new ListGroupsRequest(), in(10));
    assertThat(askedNodes).containsExactly(3);
    assertThat(cluster.leastLoaded().id()).isEqualTo(3);
  }

  @Test
  void aReadGoesToEveryBrokerBeforeAnyIsAskedTwice() {
    know();
    others =
        request ->
            askedNodes.size() < 6
                ? Future.failedFuture(lost(Written.ALL))
                : Future.succeededFuture(new ListGroupsResponse());
    Future<ListGroupsResponse> answer = cluster.sendAny(new ListGroupsRequest(), in(10));
    assertThat(new HashSet<>(askedNodes)).hasSize(3);
    assertThat(askedNodes).hasSize(3);
    loop.advance(5, SECONDS);
    assertThat(answer.succeeded()).isTrue();
    assertThat(new HashSet<>(askedNodes.subList(3, 6))).hasSize(3);
  }

  @Test
  void aWriteThatMayHaveBeenProcessedIsNotSentAgain() {
    know();
    others = request -> Future.failedFuture(lost(Written.ALL));
    Future<CreateTopicsResponse> answer = cluster.sendAny(new CreateTopicsRequest(), in(10));
    assertThat(answer.cause()).isInstanceOf(ConnectionException.class);
    assertThat(askedNodes).hasSize(1);
  }

  @Test
  void aWriteThatDidNotLeaveIsSentAgain() {
    know();
    others =
        request ->
            askedNodes.size() == 1
                ? Future.failedFuture(lost(Written.PARTLY))
                : Future.succeededFuture(new CreateTopicsResponse());
    assertThat(cluster.sendAny(new CreateTopicsRequest(), in(10)).succeeded()).isTrue();
    assertThat(askedNodes).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void whatNobodyTakesEndsAtItsDeadlineWithTheReason() {
    know();
    others = request -> Future.failedFuture(lost(Written.NOTHING));
    Future<ListGroupsResponse> answer = cluster.sendAny(new ListGroupsRequest(), in(10));
    loop.advance(11, SECONDS);
    assertThat(answer.cause())
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("LIST_GROUPS")
        .hasMessageContaining("lost");
  }

  @Test
  void aBrokerThatIsNotKnownIsAnErrorThatNamesTheKnownOnes() {
    know();
    assertThat(cluster.send(9, new ListGroupsRequest(), in(1)).cause())
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("Broker 9")
        .hasMessageContaining("host2");
  }

  @Test
  void aCoordinatorIsLookedUpOnceForAllWhoAsk() {
    know();
    others = request -> Future.succeededFuture(coordinator(ErrorCode.NONE));
    assertThat(cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(5, SECONDS)).result())
        .isEqualTo(2);
    assertThat(cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(5, SECONDS)).result())
        .isEqualTo(2);
    assertThat(askedNodes).hasSize(1);
    cluster.forgetCoordinator(CoordinatorType.GROUP, "g");
    others = request -> FakeConnections.silence();
    cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(5, SECONDS));
    cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(5, SECONDS));
    assertThat(askedNodes).hasSize(2);
  }

  private static FindCoordinatorResponse coordinator(ErrorCode code) {
    return new FindCoordinatorResponse()
        .setCoordinators(
            List.of(
                new FindCoordinatorResponse.Coordinator()
                    .setKey("g")
                    .setErrorCode(code.code())
                    .setNodeId(code == ErrorCode.NONE ? 2 : -1)
                    .setHost(code == ErrorCode.NONE ? "host2" : "")
                    .setPort(code == ErrorCode.NONE ? 9092 : -1)));
  }

  @Test
  void aCoordinatorThatIsNotThereYetIsWaitedFor() {
    know();
    others =
        request ->
            Future.succeededFuture(
                coordinator(
                    askedNodes.size() < 4 ? ErrorCode.COORDINATOR_NOT_AVAILABLE : ErrorCode.NONE));
    Future<Integer> found = cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(30, SECONDS));
    Future<Integer> impatient =
        cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(50, MILLISECONDS));
    loop.advance(10, SECONDS);
    assertThat(found.result()).isEqualTo(2);
    assertThat(impatient.cause())
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("COORDINATOR_NOT_AVAILABLE");
  }

  @Test
  void aGroupThatMayNotBeUsedFailsAtOnce() {
    know();
    others = request -> Future.succeededFuture(coordinator(ErrorCode.GROUP_AUTHORIZATION_FAILED));
    assertThat(cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(30, SECONDS)).cause())
        .isInstanceOf(BrokerErrorException.class);
  }

  @Test
  void oldBrokersAreAskedForOneCoordinatorAtATime() {
    know();
    List<FindCoordinatorRequest> requests = new ArrayList<>();
    others =
        request -> {
          FindCoordinatorRequest find = (FindCoordinatorRequest) request;
          requests.add(find);
          return find.coordinatorKeys().isEmpty()
              ? Future.succeededFuture(
                  new FindCoordinatorResponse().setNodeId(3).setHost("host3").setPort(9092))
              : Future.failedFuture(new UnsupportedVersionException("no lists before version 4"));
        };
    Future<Integer> found = cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(30, SECONDS));
    assertThat(found.result()).isEqualTo(3);
    requests.clear();
    cluster.coordinator(CoordinatorType.TRANSACTION, "t", loop.in(30, SECONDS));
    assertThat(requests).singleElement().satisfies(r -> assertThat(r.key()).isEqualTo("t"));
    assertThat(cluster.coordinator(CoordinatorType.SHARE, "s", loop.in(30, SECONDS)).cause())
        .isInstanceOf(UnsupportedVersionException.class);
  }

  @Test
  void aRequestForACoordinatorFollowsItWhenItMoves() {
    know();
    List<Integer> coordinators = new ArrayList<>(List.of(2, 3));
    others =
        request -> {
          if (request instanceof FindCoordinatorRequest) {
            int id = coordinators.size() > 1 ? coordinators.remove(0) : coordinators.get(0);
            return Future.succeededFuture(
                new FindCoordinatorResponse().setNodeId(id).setHost("host" + id).setPort(9092));
          }
          boolean right = askedNodes.get(askedNodes.size() - 1) == 3;
          ErrorCode code = right ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.NOT_COORDINATOR;
          return Future.succeededFuture(new HeartbeatResponse().setErrorCode(code.code()));
        };
    Future<HeartbeatResponse> answer =
        router.send(Target.groupCoordinator("g"), new HeartbeatRequest().setGroupId("g"), in(30));
    loop.advance(5, SECONDS);
    assertThat(answer.result().errorCode()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID.code());
  }

  @Test
  void theControllerIsAskedForWhatOnlyItCanDo() {
    others = request -> Future.succeededFuture(new CreateTopicsResponse());
    Future<CreateTopicsResponse> answer =
        router.send(Target.controller(), new CreateTopicsRequest(), in(10));
    loop.settle();
    assertThat(answer.succeeded()).isTrue();
    assertThat(askedNodes).containsExactly(1);
  }

  @Test
  void topicIdsAreNotUsedWithABrokerThatCannotTellThem() {
    net.versions = VersionsForTests.withMetadataUpTo(9);
    know();
    assertThat(cluster.version(1, ApiKey.PRODUCE)).isEqualTo((short) 12);
    others = request -> Future.succeededFuture(new ProduceResponse());
    cluster.send(1, new ProduceRequest(), in(1));
    assertThat(net.sent.get(net.sent.size() - 1).maxVersion()).isEqualTo((short) 12);
    net.versions = VersionsForTests.withMetadataUpTo(10);
    assertThat(cluster.version(1, ApiKey.PRODUCE)).isEqualTo((short) 13);
  }

  @Test
  void losingABrokerLeadsToNewMetadata() {
    know();
    loop.advance(10, SECONDS);
    int before = net.sent.size();
    net.listener.closed(2, 0, null);
    loop.advance(10, SECONDS);
    assertThat(net.sent).hasSize(before);
    net.listener.closed(2, 0, lost(Written.ALL));
    loop.advance(1, SECONDS);
    assertThat(net.sent).hasSize(before + 1);
  }

  @Test
  void closingEndsEverythingThatWaits() {
    net.brokers.clear();
    Future<ListGroupsResponse> answer = cluster.sendAny(new ListGroupsRequest(), in(100));
    Future<Integer> coordinator =
        cluster.coordinator(CoordinatorType.GROUP, "g", loop.in(100, SECONDS));
    loop.advance(1, SECONDS);
    cluster.close();
    loop.advance(10, SECONDS);
    assertThat(answer.cause()).isInstanceOf(ClientClosedException.class);
    assertThat(coordinator.cause()).isInstanceOf(ClientClosedException.class);
    assertThat(loop.pending()).isZero();
    assertThat(net.closed).isTrue();
  }
}

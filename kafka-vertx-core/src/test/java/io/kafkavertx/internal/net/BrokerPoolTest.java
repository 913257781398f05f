package io.kafkavertx.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.net.FakePeer.Received;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.message.HeartbeatRequest;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.protocol.wire.WireWriter;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerPoolTest {
  private static final Node NODE = new Node(1, "broker", 9092, null);

  private final VirtualLoop loop = new VirtualLoop();
  private final FakeTransport transport = new FakeTransport(loop);
  private final FakePeer peer = new FakePeer();
  private BrokerPool pool = pool(config(null));

  BrokerPoolTest() {
    transport.peer = peer;
    peer.on(ApiKey.HEARTBEAT, request -> request.answer(new HeartbeatResponse()));
  }

  private static ConnectionConfig config(String apiVersion) {
    return new ConnectionConfig(
        "client",
        3,
        1 << 20,
        TimeUnit.SECONDS.toNanos(10),
        TimeUnit.SECONDS.toNanos(30),
        TimeUnit.MILLISECONDS.toNanos(50),
        TimeUnit.SECONDS.toNanos(1),
        TimeUnit.MINUTES.toNanos(9),
        apiVersion,
        null);
  }

  private BrokerPool pool(ConnectionConfig config) {
    return new BrokerPool(loop, transport, config);
  }

  private Future<HeartbeatResponse> beat(long timeoutMillis) {
    return pool.send(
        NODE,
        0,
        new HeartbeatRequest().setGroupId("g").setMemberId("m"),
        (short) 0,
        Short.MAX_VALUE,
        loop.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
  }

  private void silentHeartbeats() {
    peer.on(ApiKey.HEARTBEAT, request -> {});
  }

  private static ConnectionException failure(Future<?> future) {
    assertThat(future.failed()).isTrue();
    assertThat(future.cause()).isInstanceOf(ConnectionException.class);
    return (ConnectionException) future.cause();
  }

  @Test
  void aRequestFindsItsAnswer() {
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(answer.succeeded()).isTrue();
    assertThat(pool.isReady(1, 0)).isTrue();
    assertThat(pool.versions(1).assumedRelease()).isNull();
    assertThat(peer.received(ApiKey.API_VERSIONS)).hasSize(1);
  }

  @Test
  void lanesHaveConnectionsOfTheirOwn() {
    beat(1000);
    pool.connect(NODE, 1);
    loop.advanceMillis(10);
    assertThat(transport.channels).hasSize(2);
    assertThat(pool.isReady(1, 1)).isTrue();
  }

  @Test
  void noMoreRequestsAreInFlightThanAllowed() {
    List<Received> held = new ArrayList<>();
    peer.on(ApiKey.HEARTBEAT, held::add);
    List<Future<HeartbeatResponse>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(beat(60_000));
    }
    loop.advanceMillis(10);
    assertThat(held).hasSize(3);
    assertThat(pool.inFlight(1)).isEqualTo(10);
    assertThat(pool.isReady(1, 0)).isFalse();
    held.remove(0).answer(new HeartbeatResponse());
    loop.advanceMillis(10);
    assertThat(held).hasSize(3);
    assertThat(all.get(0).succeeded()).isTrue();
    assertThat(all.get(1).isComplete()).isFalse();
  }

  @Test
  void requestsOfOneTurnLeaveWithOneFlush() {
    beat(1000);
    loop.advanceMillis(10);
    int before = transport.last().flushes;
    beat(1000);
    beat(1000);
    beat(1000);
    loop.advanceMillis(10);
    assertThat(transport.last().flushes).isEqualTo(before + 1);
  }

  @Test
  void anAnswerToAnotherRequestPoisonsTheConnection() {
    peer.on(
        ApiKey.HEARTBEAT,
        request ->
            request.answer(
                new HeartbeatResponse(), request.version(), request.correlationId() + 1));
    Future<HeartbeatResponse> first = beat(1000);
    Future<HeartbeatResponse> second = beat(1000);
    loop.advanceMillis(10);
    for (Future<HeartbeatResponse> lost : List.of(first, second)) {
      assertThat(failure(lost).reason()).isEqualTo(Reason.PROTOCOL);
      assertThat(failure(lost).written()).isEqualTo(Written.ALL);
      assertThat(lost.cause()).hasMessageContaining("correlation id");
    }
    assertThat(transport.channels.get(0).open).isFalse();
  }

  @Test
  void anAnswerThatNobodyAskedForPoisonsTheConnection() {
    beat(1000);
    loop.advanceMillis(10);
    WireWriter out = new WireWriter();
    out.writeInt32(77);
    transport.last().answer(out.toByteArray());
    loop.advanceMillis(10);
    assertThat(transport.last().open).isFalse();
    assertThat(pool.lastError(1)).hasMessageContaining("none was asked for");
  }

  @Test
  void anAnswerTwicePoisonsTheConnection() {
    peer.on(
        ApiKey.HEARTBEAT,
        request -> {
          request.answer(new HeartbeatResponse());
          request.answer(new HeartbeatResponse());
        });
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(answer.succeeded()).isTrue();
    assertThat(transport.last().open).isFalse();
  }

  @Test
  void aBodyThatIsTooLongOrTooShortPoisonsTheConnection() {
    for (int change : new int[] {-1, 1}) {
      peer.on(
          ApiKey.HEARTBEAT,
          request -> {
            WireWriter out = new WireWriter();
            out.writeInt32(request.correlationId());
            out.writeInt8(0);
            new HeartbeatResponse().write(out, request.version());
            byte[] frame = out.toByteArray();
            request.channel().answer(java.util.Arrays.copyOf(frame, frame.length + change));
          });
      Future<HeartbeatResponse> answer = beat(1000);
      loop.advanceMillis(2000);
      assertThat(failure(answer).reason()).isEqualTo(Reason.PROTOCOL);
      assertThat(answer.cause()).hasMessageContaining("HEARTBEAT");
      assertThat(transport.last().open).isFalse();
    }
  }

  @Test
  void aRequestThatIsNotAnsweredTakesItsConnectionWithIt() {
    silentHeartbeats();
    Future<HeartbeatResponse> patient = beat(60_000);
    Future<HeartbeatResponse> hasty = beat(500);
    loop.advanceMillis(499);
    assertThat(hasty.isComplete()).isFalse();
    loop.advanceMillis(2);
    assertThat(failure(hasty).reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(failure(hasty).written()).isEqualTo(Written.ALL);
    assertThat(failure(patient).written()).isEqualTo(Written.ALL);
    assertThat(transport.last().open).isFalse();
  }

  @Test
  void aRequestThatCannotBeSentInTimeFailsAloneAndSaysWhy() {
    silentHeartbeats();
    List<Future<HeartbeatResponse>> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sent.add(beat(60_000));
    }
    Future<HeartbeatResponse> behind = beat(200);
    loop.advanceMillis(300);
    assertThat(failure(behind).written()).isEqualTo(Written.NOTHING);
    assertThat(behind.cause()).hasMessageContaining("3 requests before it");
    assertThat(sent).noneMatch(Future::isComplete);
    assertThat(transport.last().open).isTrue();
  }

  @Test
  void aBrokerThatAsksForQuietGetsIt() {
    peer.on(
        ApiKey.HEARTBEAT,
        request -> request.answer(new HeartbeatResponse().setThrottleTimeMs(2000)));
    beat(1000);
    loop.advanceMillis(10);
    assertThat(pool.isReady(1, 0)).isFalse();
    Future<HeartbeatResponse> next = beat(10_000);
    loop.advanceMillis(1900);
    assertThat(next.isComplete()).isFalse();
    loop.advanceMillis(200);
    assertThat(next.succeeded()).isTrue();
  }

  @Test
  void nobodyIsQuietForLongerThanAMinuteOrForANegativeTime() {
    int[] wish = {Integer.MAX_VALUE};
    peer.on(
        ApiKey.HEARTBEAT,
        request -> request.answer(new HeartbeatResponse().setThrottleTimeMs(wish[0])));
    beat(1000);
    loop.advanceMillis(59_000);
    assertThat(pool.isReady(1, 0)).isFalse();
    loop.advanceMillis(2000);
    assertThat(pool.isReady(1, 0)).isTrue();
    wish[0] = -5;
    beat(1000);
    loop.advanceMillis(10);
    assertThat(pool.isReady(1, 0)).isTrue();
  }

  @Test
  void anIdleConnectionClosesWithoutNoiseAndIsMadeAgain() {
    beat(1000);
    loop.advanceMillis(10);
    loop.advanceMillis(TimeUnit.MINUTES.toMillis(10));
    assertThat(transport.last().open).isFalse();
    assertThat(pool.lastError(1)).isNull();
    Future<HeartbeatResponse> next = beat(1000);
    loop.advanceMillis(10);
    assertThat(next.succeeded()).isTrue();
    assertThat(transport.channels).hasSize(2);
  }

  @Test
  void aConnectionThatTheBrokerReapsWhileIdleIsNoError() {
    beat(1000);
    loop.advanceMillis(10);
    transport.last().hangUp(null);
    loop.advanceMillis(10);
    assertThat(pool.lastError(1)).isNull();
    Future<HeartbeatResponse> next = beat(1000);
    loop.advanceMillis(10);
    assertThat(next.succeeded()).isTrue();
  }

  @Test
  void requestsThatMeetAReapedConnectionAreSentAgainInOrder() {
    beat(1000);
    loop.advanceMillis(10);
    transport.last().stuck = true;
    Future<HeartbeatResponse> first = beat(10_000);
    Future<HeartbeatResponse> second = beat(10_000);
    loop.advanceMillis(10);
    transport.last().hangUp(new IOException("Connection reset by peer"));
    loop.advanceMillis(1000);
    assertThat(first.succeeded()).isTrue();
    assertThat(second.succeeded()).isTrue();
    assertThat(transport.channels).hasSize(2);
  }

  @Test
  void aRequestIsSentAgainOnlyOnce() {
    beat(1000);
    loop.advanceMillis(10);
    transport.last().stuck = true;
    Future<HeartbeatResponse> unlucky = beat(60_000);
    for (int i = 0; i < 2; i++) {
      loop.advanceMillis(200);
      assertThat(unlucky.isComplete()).isFalse();
      transport.last().stuck = true;
      transport.last().hangUp(new IOException("Connection reset by peer"));
      loop.advanceMillis(1);
      if (i == 0) {
        // The next connection gets stuck after its handshake.
        peer.on(
            ApiKey.API_VERSIONS,
            request -> {
              request.channel().stuck = true;
              request.answer(
                  new io.kafkavertx.protocol.message.ApiVersionsResponse()
                      .setApiKeys(List.of(FakePeer.version(ApiKey.HEARTBEAT, 0, 4))));
            });
      }
    }
    loop.advanceMillis(10);
    assertThat(failure(unlucky).written()).isNotEqualTo(Written.ALL);
  }

  @Test
  void aRequestThatHadLeftIsNotSentAgain() {
    silentHeartbeats();
    Future<HeartbeatResponse> left = beat(10_000);
    loop.advanceMillis(10);
    transport.last().stuck = true;
    Future<HeartbeatResponse> behind = beat(10_000);
    loop.advanceMillis(10);
    transport.last().hangUp(null);
    loop.advanceMillis(10);
    assertThat(failure(left).written()).isEqualTo(Written.ALL);
    assertThat(failure(left).reason()).isEqualTo(Reason.DISCONNECTED);
    assertThat(failure(behind).written()).isEqualTo(Written.PARTLY);
  }

  @Test
  void everyAddressIsTriedAndNamesAreResolvedAnew() {
    transport.names = host -> List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
    transport.dial =
        address ->
            address.ip().endsWith("3")
                ? Future.succeededFuture()
                : Future.failedFuture(new IOException("refused"));
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(answer.succeeded()).isTrue();
    assertThat(transport.dialled)
        .extracting(Transport.Address::ip)
        .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
    transport.last().hangUp(null);
    loop.advanceMillis(10);
    beat(1000);
    loop.advanceMillis(10);
    assertThat(transport.resolved).isEqualTo(2);
  }

  private static Throwable refusal() {
    return new javax.net.ssl.SSLHandshakeException("no")
        .initCause(new java.security.cert.CertificateException("who is that?"));
  }

  @Test
  void anAddressWhoseCertificateIsRefusedDoesNotKeepFromTheNext() {
    transport.names = host -> List.of("10.0.0.1", "10.0.0.2");
    transport.dial =
        address ->
            address.ip().endsWith("2") ? Future.succeededFuture() : Future.failedFuture(refusal());
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(answer.succeeded()).isTrue();
  }

  @Test
  void aCertificateThatIsRefusedAtEveryAddressIsToldAtOnce() {
    transport.names = host -> List.of("10.0.0.1", "10.0.0.2");
    transport.dial = address -> Future.failedFuture(refusal());
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(transport.dialled).hasSize(2);
    assertThat(answer.cause())
        .isInstanceOf(io.kafkavertx.AuthenticationException.class)
        .hasMessageContaining("who is that?");
    assertThat(((io.kafkavertx.ConnectionException) answer.cause().getCause()).reason())
        .isEqualTo(Reason.TLS);
  }

  @Test
  void ofManyAddressesTheOneThatGotFurthestIsReported() {
    transport.names = host -> List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
    transport.dial =
        address ->
            Future.failedFuture(
                address.ip().endsWith("2")
                    ? new javax.net.ssl.SSLHandshakeException("who is that?")
                    : new IOException("refused"));
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(failure(answer).reason()).isEqualTo(Reason.TLS);
    assertThat(answer.cause())
        .hasMessageContaining("10.0.0.2")
        .hasMessageContaining("who is that?");
  }

  @Test
  void anAddressThatLeadsNowhereCostsOneSetupTimeout() {
    transport.names = host -> List.of("10.0.0.1", "10.0.0.2");
    Promise<Void> never = Promise.promise();
    transport.dial =
        address -> address.ip().endsWith("2") ? Future.succeededFuture() : never.future();
    Future<HeartbeatResponse> answer = beat(60_000);
    loop.advanceMillis(7_000);
    assertThat(answer.isComplete()).isFalse();
    loop.advanceMillis(6_000);
    assertThat(answer.succeeded()).isTrue();
    // The first dial succeeds after all: nobody wants it any more.
    never.complete();
    loop.advanceMillis(10);
    assertThat(transport.last().open).isFalse();
  }

  @Test
  void aNameThatDoesNotResolveIsSaidToBeOne() {
    transport.names = host -> null;
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(failure(answer).reason()).isEqualTo(Reason.DNS);
    assertThat(failure(answer).written()).isEqualTo(Written.NOTHING);
    assertThat(answer.cause()).hasMessageContaining("broker:9092");
    assertThat(pool.isBackingOff(1, 0)).isTrue();
  }

  @Test
  void attemptsGetRarerUpToTheMaximumAndAreOnlyMadeWhenWanted() {
    transport.dial = address -> Future.failedFuture(new IOException("refused"));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int before = transport.dialled.size();
      pool.connect(NODE, 0);
      while (transport.dialled.size() == before) {
        loop.advanceMillis(1);
      }
      times.add(loop.wallMillis());
    }
    for (int i = 1; i < times.size(); i++) {
      double expected = Math.min(1000, 50 * Math.pow(2, i - 1));
      assertThat((double) times.get(i) - times.get(i - 1))
          .isCloseTo(expected, within(expected * 0.2 + 2));
    }
    int after = transport.dialled.size();
    loop.advanceMillis(60_000);
    assertThat(transport.dialled).hasSize(after);
    assertThat(loop.pending()).isZero();
  }

  @Test
  void whoeverWaitsForTheBrokerIsToldOfReadinessFailureAndDeadline() {
    Future<Void> ready = pool.whenReady(NODE, 0, loop.nanoTime() + 1_000_000_000L);
    loop.advanceMillis(10);
    assertThat(ready.succeeded()).isTrue();
    silentHeartbeats();
    for (int i = 0; i < 3; i++) {
      beat(60_000);
    }
    Future<Void> late = pool.whenReady(NODE, 0, loop.nanoTime() + 1_000_000_000L);
    loop.advanceMillis(1100);
    assertThat(failure(late).reason()).isEqualTo(Reason.TIMEOUT);
    transport.dial = address -> Future.failedFuture(new IOException("refused"));
    Future<Void> refused = pool.whenReady(NODE, 1, loop.nanoTime() + 1_000_000_000L);
    loop.advanceMillis(10);
    assertThat(failure(refused).reason()).isEqualTo(Reason.CONNECT);
  }

  @Test
  void aFullSocketHoldsRequestsBack() {
    beat(1000);
    loop.advanceMillis(10);
    transport.last().full = true;
    Future<HeartbeatResponse> held = beat(10_000);
    loop.advanceMillis(100);
    assertThat(held.isComplete()).isFalse();
    assertThat(pool.isReady(1, 0)).isFalse();
  }

  @Test
  void produceWithoutAcknowledgementCompletesWhenItHasLeft() {
    beat(1000);
    loop.advanceMillis(10);
    transport.last().stuck = true;
    Future<ProduceResponse> sent =
        pool.send(
            NODE,
            0,
            new ProduceRequest().setAcks((short) 0).setTimeoutMs(1),
            (short) 3,
            (short) 12,
            loop.nanoTime() + 1_000_000_000L);
    loop.advanceMillis(10);
    assertThat(sent.isComplete()).isFalse();
    assertThat(pool.inFlight(1)).isEqualTo(1);
    transport.last().stuck = false;
    transport.last().flush();
    assertThat(sent.succeeded()).isTrue();
    Future<HeartbeatResponse> after = beat(1000);
    loop.advanceMillis(10);
    assertThat(after.succeeded()).isTrue();
    assertThat(peer.received(ApiKey.PRODUCE)).hasSize(1);
  }

  @Test
  void whatTheBrokerCannotDoFailsWithItsRange() {
    peer.announce(FakePeer.version(ApiKey.HEARTBEAT, 0, 1), FakePeer.version(ApiKey.FETCH, 4, 5));
    Future<FetchResponse> fetch =
        pool.send(
            NODE, 0, new FetchRequest(), (short) 7, Short.MAX_VALUE, loop.nanoTime() + 1_000_000L);
    Future<ProduceResponse> produce =
        pool.send(
            NODE,
            0,
            new ProduceRequest(),
            (short) 0,
            Short.MAX_VALUE,
            loop.nanoTime() + 1_000_000L);
    Future<HeartbeatResponse> fine = beat(1000);
    loop.advanceMillis(10);
    assertThat(fetch.cause())
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("FETCH v4 to v5")
        .hasMessageContaining("needs v7")
        .hasMessageContaining("broker:9092");
    assertThat(produce.cause()).hasMessageContaining("does not support PRODUCE");
    assertThat(fine.succeeded()).isTrue();
    assertThat(peer.received(ApiKey.HEARTBEAT).get(0).version()).isEqualTo((short) 1);
  }

  @Test
  void aBrokerThatIsGoneAnswersWhatIsInFlightAndTakesNothingNew() {
    List<Received> held = new ArrayList<>();
    peer.on(ApiKey.HEARTBEAT, held::add);
    List<Future<HeartbeatResponse>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(beat(60_000));
    }
    loop.advanceMillis(10);
    pool.retain(Set.of(2));
    assertThat(failure(all.get(3)).written()).isEqualTo(Written.NOTHING);
    assertThat(transport.last().open).isTrue();
    held.forEach(request -> request.answer(new HeartbeatResponse()));
    loop.advanceMillis(10);
    assertThat(all.subList(0, 3)).allMatch(Future::succeeded);
    assertThat(transport.last().open).isFalse();
  }

  @Test
  void aBrokerThatMovesIsFoundAtItsNewAddress() {
    beat(1000);
    loop.advanceMillis(10);
    Node moved = new Node(1, "elsewhere", 9093, null);
    Future<HeartbeatResponse> answer =
        pool.send(
            moved,
            0,
            new HeartbeatRequest().setGroupId("g").setMemberId("m"),
            (short) 0,
            Short.MAX_VALUE,
            loop.nanoTime() + 1_000_000_000L);
    loop.advanceMillis(10);
    assertThat(answer.succeeded()).isTrue();
    assertThat(transport.last().address.host()).isEqualTo("elsewhere");
    assertThat(transport.channels.get(0).open).isFalse();
  }

  @Test
  void closingFailsWhatWaitsAndLeavesNothingBehind() {
    silentHeartbeats();
    List<Future<HeartbeatResponse>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(beat(60_000));
    }
    Future<Void> waiter = pool.whenReady(NODE, 0, loop.nanoTime() + 60_000_000_000L);
    loop.advanceMillis(10);
    pool.close();
    loop.advanceMillis(10);
    assertThat(all).allMatch(f -> f.cause() instanceof ClientClosedException);
    assertThat(waiter.cause()).isInstanceOf(ClientClosedException.class);
    assertThat(beat(1000).cause()).isInstanceOf(ClientClosedException.class);
    assertThat(transport.channels).noneMatch(channel -> channel.open);
    assertThat(loop.pending()).isZero();
  }

  @Test
  void aHandlerThatThrowsHurtsNobodyElse() {
    Future<HeartbeatResponse> first = beat(1000);
    first.onSuccess(
        answer -> {
          throw new IllegalStateException("on purpose");
        });
    Future<HeartbeatResponse> second = beat(1000);
    loop.advanceMillis(10);
    assertThat(second.succeeded()).isTrue();
    assertThat(pool.isReady(1, 0)).isTrue();
  }

  @Test
  void theReleaseOfABrokerThatCannotTellMayBePinned() {
    pool = pool(config("0.9.0.1"));
    Future<HeartbeatResponse> answer = beat(1000);
    loop.advanceMillis(10);
    assertThat(answer.succeeded()).isTrue();
    assertThat(peer.received(ApiKey.API_VERSIONS)).isEmpty();
    assertThat(pool.versions(1).assumedRelease()).isEqualTo("0.9.0");
  }
}

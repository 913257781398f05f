package io.kafkavertx.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.internal.net.BrokerVersions.Range;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VersionNegotiationTest {
  private static final Node NODE = new Node(1, "broker", 9092, null);
  private static final FakePeer.Script HANG_UP = request -> request.channel().hangUp(null);
  private static final FakePeer.Script SILENCE = request -> {};

  private final VirtualLoop loop = new VirtualLoop();
  private final FakeTransport transport = new FakeTransport(loop);
  private final FakePeer peer = new FakePeer();
  private final BrokerPool pool = new BrokerPool(loop, transport, config(null));

  VersionNegotiationTest() {
    transport.peer = peer;
  }

  static ConnectionConfig config(String apiVersion) {
    return new ConnectionConfig(
        "client",
        5,
        1 << 20,
        TimeUnit.SECONDS.toNanos(10),
        TimeUnit.SECONDS.toNanos(30),
        TimeUnit.MILLISECONDS.toNanos(50),
        TimeUnit.SECONDS.toNanos(1),
        0,
        apiVersion,
        null);
  }

  private Future<Void> connect(int lane) {
    return pool.whenReady(NODE, lane, loop.nanoTime() + TimeUnit.MINUTES.toNanos(2));
  }

  private List<Short> askedVersions() {
    return peer.received(ApiKey.API_VERSIONS).stream().map(FakePeer.Received::version).toList();
  }

  @Test
  void theHighestVersionIsAskedFirstAndWeSayWhoWeAre() {
    connect(0);
    loop.advanceMillis(10);
    assertThat(askedVersions()).containsExactly((short) 5);
    ApiVersionsRequest request =
        (ApiVersionsRequest) peer.received(ApiKey.API_VERSIONS).get(0).request();
    assertThat(request.clientSoftwareName()).isEqualTo("kafka-vertx");
    assertThat(request.clientSoftwareVersion())
        .matches("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
  }

  @Test
  void aBrokerThatNamesItsHighestVersionIsAskedWithThat() {
    peer.apiVersionsUpTo(3, true);
    Future<Void> ready = connect(0);
    loop.advanceMillis(10);
    assertThat(ready.succeeded()).isTrue();
    assertThat(askedVersions()).containsExactly((short) 5, (short) 3);
    assertThat(transport.channels).hasSize(1);
  }

  @Test
  void aBrokerThatNamesNothingIsAskedWithVersion0OnTheSameConnection() {
    peer.apiVersionsUpTo(0, false);
    Future<Void> ready = connect(0);
    loop.advanceMillis(10);
    assertThat(ready.succeeded()).isTrue();
    assertThat(askedVersions()).containsExactly((short) 5, (short) 0);
    assertThat(transport.channels).hasSize(1);
  }

  @Test
  void aBrokerThatGoesOnRefusingIsGivenUp() {
    peer.on(
        ApiKey.API_VERSIONS,
        request ->
            request.answer(
                new ApiVersionsResponse().setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code()),
                (short) 0,
                request.correlationId()));
    Future<Void> ready = connect(0);
    loop.advanceMillis(10);
    assertThat(ready.cause())
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("UNSUPPORTED_VERSION");
    assertThat(askedVersions()).containsExactly((short) 5, (short) 0);
  }

  @Test
  void release082IsRecognisedByItsStub() {
    peer.on(ApiKey.API_VERSIONS, HANG_UP)
        .on(
            ApiKey.HEARTBEAT,
            request ->
                request.answer(
                    new HeartbeatResponse().setErrorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code())));
    Future<Void> ready = connect(0);
    loop.advanceMillis(10);
    assertThat(ready.succeeded()).isTrue();
    assertThat(pool.versions(1).assumedRelease()).isEqualTo("0.8.2");
    assertThat(pool.version(1, ApiKey.OFFSET_COMMIT)).isEqualTo((short) 1);
    assertThat(pool.version(1, ApiKey.PRODUCE)).isEqualTo((short) 0);
    assertThat(pool.version(1, ApiKey.HEARTBEAT)).isEqualTo((short) -1);
    // The next lane does not ask again.
    connect(1);
    loop.advanceMillis(10);
    assertThat(transport.channels).hasSize(3);
    assertThat(pool.isReady(1, 1)).isTrue();
  }

  @Test
  void release081AnswersOffsetFetchButNotHeartbeat() {
    peer.on(ApiKey.API_VERSIONS, HANG_UP)
        .on(ApiKey.HEARTBEAT, HANG_UP)
        .on(ApiKey.OFFSET_FETCH, request -> request.answer(new OffsetFetchResponse()));
    connect(0);
    loop.advanceMillis(10);
    assertThat(pool.versions(1).assumedRelease()).isEqualTo("0.8.1");
    assertThat(pool.version(1, ApiKey.FIND_COORDINATOR)).isEqualTo((short) -1);
  }

  @Test
  void release080AnswersMetadataOnly() {
    peer.on(ApiKey.API_VERSIONS, HANG_UP)
        .on(ApiKey.HEARTBEAT, HANG_UP)
        .on(ApiKey.OFFSET_FETCH, HANG_UP)
        .on(ApiKey.METADATA, request -> request.answer(new MetadataResponse()));
    connect(0);
    loop.advanceMillis(10);
    assertThat(pool.versions(1).assumedRelease()).isEqualTo("0.8.0");
    assertThat(pool.version(1, ApiKey.OFFSET_COMMIT)).isEqualTo((short) -1);
    assertThat(pool.versions(1).ranges()).hasSize(4);
  }

  @Test
  void release090IsSilentUntilItIsAskedWhatItKnows() {
    peer.on(ApiKey.API_VERSIONS, SILENCE)
        .on(ApiKey.HEARTBEAT, request -> request.answer(new HeartbeatResponse()));
    Future<Void> ready = connect(0);
    loop.advanceMillis(7_900);
    assertThat(ready.isComplete()).isFalse();
    loop.advanceMillis(4_200);
    assertThat(ready.succeeded()).isTrue();
    assertThat(pool.versions(1).assumedRelease()).isEqualTo("0.9.0");
    assertThat(transport.channels.get(0).open).isFalse();
    for (ApiKey api : ApiKey.values()) {
      Range range = pool.versions(1).range(api);
      if (api.id() <= 3 || (api.id() >= 8 && api.id() <= 16)) {
        assertThat(range.min()).isEqualTo((short) 0);
      } else {
        assertThat(range).isNull();
      }
    }
  }

  @Test
  void aBrokerThatHangsUpOnEverythingIsToldApartFromASilentOne() {
    for (ApiKey api : ApiKey.values()) {
      peer.on(api, HANG_UP);
    }
    Future<Void> ready = connect(0);
    loop.advanceMillis(10);
    assertThat(((ConnectionException) ready.cause()).reason()).isEqualTo(Reason.DISCONNECTED);
    assertThat(ready.cause()).hasMessageContaining("hangs up on every request");
    assertThat(transport.channels).hasSize(4);
  }

  @Test
  void aSilentBrokerIsGivenUpAfterTwoSetupTimeouts() {
    for (ApiKey api : ApiKey.values()) {
      peer.on(api, SILENCE);
    }
    Future<Void> ready = connect(0);
    loop.advanceMillis(25_000);
    assertThat(((ConnectionException) ready.cause()).reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(ready.cause()).hasMessageContaining("answers nothing");
  }

  @Test
  void aModernBrokerThatHungUpOnceIsNotTakenForAnOldOne() {
    boolean[] first = {true};
    peer.on(ApiKey.API_VERSIONS, HANG_UP)
        .on(
            ApiKey.HEARTBEAT,
            request -> {
              assertThat(first[0]).isTrue();
              first[0] = false;
              request.answer(
                  new HeartbeatResponse().setErrorCode(ErrorCode.UNKNOWN_MEMBER_ID.code()));
            });
    Future<Void> ready = connect(0);
    loop.advanceMillis(10);
    assertThat(ready.cause()).hasMessageContaining("no broker of release 0.8.2");
    peer.apiVersionsUpTo(5, true);
    Future<Void> again = connect(0);
    loop.advanceMillis(1000);
    assertThat(again.succeeded()).isTrue();
    assertThat(pool.versions(1).assumedRelease()).isNull();
  }

  @Test
  void onceABrokerOfTheClusterHasAnsweredNothingIsGuessed() {
    connect(0);
    loop.advanceMillis(10);
    peer.on(ApiKey.API_VERSIONS, HANG_UP);
    Future<Void> other = connect(1);
    loop.advanceMillis(10);
    assertThat(((ConnectionException) other.cause()).reason()).isEqualTo(Reason.DISCONNECTED);
    assertThat(peer.received(ApiKey.HEARTBEAT)).isEmpty();
  }

  @Test
  void aGuessIsForgottenWhenAConnectionBreaks() {
    peer.on(ApiKey.API_VERSIONS, HANG_UP)
        .on(
            ApiKey.HEARTBEAT,
            request ->
                request.answer(
                    new HeartbeatResponse().setErrorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code())));
    connect(0);
    loop.advanceMillis(10);
    peer.apiVersionsUpTo(5, true).on(ApiKey.METADATA, HANG_UP);
    pool.send(
        NODE,
        0,
        new io.kafkavertx.protocol.message.MetadataRequest(),
        (short) 0,
        Short.MAX_VALUE,
        loop.nanoTime() + 1_000_000_000L);
    loop.advanceMillis(200);
    connect(0);
    loop.advanceMillis(1000);
    assertThat(pool.versions(1).assumedRelease()).isNull();
  }

  @Test
  void withoutTopicIdsInMetadataNoVersionThatNeedsThemIsUsed() {
    peer.announce(
        FakePeer.version(ApiKey.PRODUCE, 0, 13),
        FakePeer.version(ApiKey.FETCH, 4, 17),
        FakePeer.version(ApiKey.METADATA, 0, 9),
        FakePeer.version(ApiKey.OFFSET_COMMIT, 0, 10),
        FakePeer.version(ApiKey.CONSUMER_GROUP_HEARTBEAT, 0, 1),
        FakePeer.version(ApiKey.HEARTBEAT, 4, 2));
    connect(0);
    loop.advanceMillis(10);
    BrokerVersions versions = pool.versions(1);
    assertThat(versions.range(ApiKey.PRODUCE)).isEqualTo(new Range((short) 3, (short) 12));
    assertThat(versions.latest(ApiKey.FETCH)).isEqualTo((short) 12);
    assertThat(versions.latest(ApiKey.OFFSET_COMMIT)).isEqualTo((short) 9);
    assertThat(versions.range(ApiKey.CONSUMER_GROUP_HEARTBEAT)).isNull();
    // A range upside down is no range.
    assertThat(versions.range(ApiKey.HEARTBEAT)).isNull();
  }

  @Test
  void finalizedFeaturesAreKnownWhenTheyAreValid() {
    ApiVersionsResponse answer =
        new ApiVersionsResponse()
            .setFinalizedFeaturesEpoch(7)
            .setFinalizedFeatures(
                List.of(
                    new ApiVersionsResponse.FinalizedFeatureKey()
                        .setName("transaction.version")
                        .setMaxVersionLevel((short) 2)));
    assertThat(BrokerVersions.of(answer).finalizedFeature("transaction.version"))
        .isEqualTo((short) 2);
    assertThat(BrokerVersions.of(answer).finalizedFeature("group.version")).isZero();
    answer.setFinalizedFeaturesEpoch(-1);
    assertThat(BrokerVersions.of(answer).finalizedFeature("transaction.version")).isZero();
  }

  @Test
  void theCorrectReleaseIsReadFromItsName() {
    assertThat(LegacyRelease.parse("0.8.2.2")).isEqualTo(LegacyRelease.V0_8_2);
    assertThat(LegacyRelease.parse("0.9")).isEqualTo(LegacyRelease.V0_9_0);
    assertThat(LegacyRelease.parse("0.10.0")).isNull();
    assertThat(LegacyRelease.parse("4.4.0")).isNull();
  }

  @Test
  void aPinnedModernReleaseIsAskedAndNeverGuessed() {
    BrokerPool pinned = new BrokerPool(loop, transport, config("2.8"));
    peer.on(ApiKey.API_VERSIONS, HANG_UP);
    Future<Void> ready = pinned.whenReady(NODE, 0, loop.nanoTime() + 1_000_000_000L);
    loop.advanceMillis(10);
    assertThat(ready.failed()).isTrue();
    assertThat(transport.channels).hasSize(1);
    assertThat(peer.received(ApiKey.HEARTBEAT)).isEmpty();
  }
}

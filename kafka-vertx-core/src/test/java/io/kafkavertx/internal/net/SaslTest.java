package io.kafkavertx.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.HeartbeatRequest;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.kafkavertx.protocol.message.SaslAuthenticateRequest;
import io.kafkavertx.protocol.message.SaslAuthenticateResponse;
import io.kafkavertx.protocol.message.SaslHandshakeResponse;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SaslTest {
  private static final Node NODE = new Node(1, "broker", 9092, null);

  private final VirtualLoop loop = new VirtualLoop();
  private final FakeTransport transport = new FakeTransport(loop);
  private final FakePeer peer = new FakePeer();
  private final Counting mechanism = new Counting();
  private final BrokerPool pool;

  /** Says "1", and one more than what it hears until it has said {@code rounds}. */
  private static final class Counting implements SaslMechanism {
    int rounds = 3;
    int disposed;
    boolean trusts = true;
    boolean unable;

    /** As with Kerberos: it knows the broker before it has sent its last message. */
    boolean lastWord;

    SaslContext context;

    @Override
    public String name() {
      return "COUNTING";
    }

    @Override
    public SaslExchange start(SaslContext started) {
      context = started;
      return new SaslExchange() {
        private boolean complete;

        @Override
        public Future<byte[]> initialResponse() {
          return unable ? Future.failedFuture("no credentials") : Future.succeededFuture(text("1"));
        }

        @Override
        public Future<byte[]> evaluate(byte[] challenge) {
          int heard = Integer.parseInt(new String(challenge, StandardCharsets.UTF_8));
          complete = heard >= (lastWord ? rounds - 1 : rounds);
          return heard >= rounds
              ? Future.succeededFuture(null)
              : Future.succeededFuture(text(String.valueOf(heard + 1)));
        }

        @Override
        public boolean isComplete() {
          return trusts && complete;
        }

        @Override
        public void dispose() {
          disposed++;
        }
      };
    }
  }

  SaslTest() {
    transport.peer = peer;
    ConnectionConfig plain = VersionNegotiationTest.config(null);
    pool =
        new BrokerPool(
            loop,
            transport,
            new ConnectionConfig(
                plain.clientId(),
                plain.maxInFlight(),
                plain.frameLimit(),
                plain.setupTimeout(),
                plain.setupTimeoutMax(),
                plain.reconnectBackoff(),
                plain.reconnectBackoffMax(),
                plain.maxIdle(),
                null,
                mechanism));
    peer.on(ApiKey.SASL_HANDSHAKE, request -> request.answer(new SaslHandshakeResponse()));
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 0)));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SaslAuthenticateResponse echo(FakePeer.Received request, long lifetimeMs) {
    return new SaslAuthenticateResponse()
        .setAuthBytes(((SaslAuthenticateRequest) request.request()).authBytes())
        .setSessionLifetimeMs(lifetimeMs);
  }

  private Future<Void> connect() {
    return pool.whenReady(NODE, 0, loop.nanoTime() + TimeUnit.MINUTES.toNanos(1));
  }

  @Test
  void anExchangeOfManyRoundsEndsReady() {
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.succeeded()).isTrue();
    assertThat(peer.received(ApiKey.SASL_AUTHENTICATE)).hasSize(3);
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE).get(0).version()).isEqualTo((short) 1);
    assertThat(mechanism.disposed).isEqualTo(1);
    assertThat(mechanism.context.host()).isEqualTo("broker");
    assertThat(mechanism.context.port()).isEqualTo(9092);
  }

  @Test
  void aMechanismThatTheBrokerLacksFailsWithThoseItHas() {
    peer.on(
        ApiKey.SASL_HANDSHAKE,
        request ->
            request.answer(
                new SaslHandshakeResponse()
                    .setErrorCode(ErrorCode.UNSUPPORTED_SASL_MECHANISM.code())
                    .setMechanisms(List.of("PLAIN", "GSSAPI"))));
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.cause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("COUNTING")
        .hasMessageContaining("[PLAIN, GSSAPI]");
  }

  @Test
  void refusedCredentialsFailAllThatWaitsAndAreNotTriedHot() {
    peer.on(
        ApiKey.SASL_AUTHENTICATE,
        request ->
            request.answer(
                new SaslAuthenticateResponse()
                    .setErrorCode(ErrorCode.SASL_AUTHENTICATION_FAILED.code())
                    .setErrorMessage("wrong number")));
    Future<Void> ready = connect();
    Future<Void> other = connect();
    loop.advanceMillis(10);
    assertThat(ready.cause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("wrong number")
        .hasMessageContaining("broker:9092");
    assertThat(other.cause()).isInstanceOf(AuthenticationException.class);
    assertThat(mechanism.disposed).isEqualTo(1);
    connect();
    loop.advanceMillis(700);
    assertThat(transport.channels).hasSize(1);
    loop.advanceMillis(400);
    assertThat(transport.channels).hasSize(2);
  }

  @Test
  void aBrokerThatEndsTooEarlyIsNotTrusted() {
    mechanism.trusts = false;
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.cause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("before it had proved who it is");
  }

  @Test
  void aMechanismThatFailsEndsTheAttempt() {
    peer.on(
        ApiKey.SASL_AUTHENTICATE,
        request -> request.answer(new SaslAuthenticateResponse().setAuthBytes(text("no number"))));
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.cause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContainingAll("the mechanism " + getClass().getName(), "NumberFormatException")
        .hasCauseInstanceOf(NumberFormatException.class);
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 0)));
    loop.advanceMillis(10_000);
    Future<Void> again = connect();
    loop.advanceMillis(10);
    assertThat(again.succeeded()).as("the next attempt").isTrue();
  }

  @Test
  void anExchangeWithoutEndIsCut() {
    mechanism.rounds = Integer.MAX_VALUE;
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.cause()).hasMessageContaining("no end after");
  }

  @Test
  void messagesGoWithoutHeadersToBrokersBefore1() {
    peer.announce(
        FakePeer.version(ApiKey.METADATA, 0, 2), FakePeer.version(ApiKey.SASL_HANDSHAKE, 0, 0));
    List<String> heard = new ArrayList<>();
    peer.on(
        ApiKey.SASL_HANDSHAKE,
        handshake -> {
          handshake.answer(new SaslHandshakeResponse());
          transport.peer =
              (channel, frame) -> {
                heard.add(new String(frame, StandardCharsets.UTF_8));
                channel.answer(frame);
              };
        });
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.succeeded()).isTrue();
    assertThat(heard).containsExactly("1", "2", "3");
  }

  @Test
  void theLastMessageOfAMechanismThatIsCompleteIsNotAnsweredBefore1() {
    mechanism.lastWord = true;
    peer.announce(
        FakePeer.version(ApiKey.METADATA, 0, 2), FakePeer.version(ApiKey.SASL_HANDSHAKE, 0, 0));
    List<String> heard = new ArrayList<>();
    peer.on(
        ApiKey.SASL_HANDSHAKE,
        handshake -> {
          handshake.answer(new SaslHandshakeResponse());
          transport.peer =
              (channel, frame) -> {
                heard.add(new String(frame, StandardCharsets.UTF_8));
                if (heard.size() < mechanism.rounds) {
                  channel.answer(frame);
                }
              };
        });
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.succeeded()).isTrue();
    assertThat(heard).containsExactly("1", "2", "3");
  }

  @Test
  void aHangUpIsARefusalOfBrokersBefore1() {
    peer.announce(
        FakePeer.version(ApiKey.METADATA, 0, 2), FakePeer.version(ApiKey.SASL_HANDSHAKE, 0, 0));
    peer.on(
        ApiKey.SASL_HANDSHAKE,
        handshake -> {
          handshake.answer(new SaslHandshakeResponse());
          transport.peer = (channel, frame) -> channel.hangUp(null);
        });
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.cause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("brokers before 1.0 refuse");
  }

  @Test
  void aBrokerWithoutAHandshakeCannotBeLoggedInTo() {
    peer.announce(FakePeer.version(ApiKey.METADATA, 0, 2));
    Future<Void> ready = connect();
    loop.advanceMillis(10);
    assertThat(ready.cause())
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("SaslHandshake");
  }

  @Test
  void aSessionIsRenewedOnTheSameConnectionBeforeItEnds() {
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 3000)));
    connect();
    loop.advanceMillis(2500);
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE)).hasSize(1);
    loop.advanceMillis(400);
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE)).hasSize(2);
    assertThat(peer.received(ApiKey.SASL_AUTHENTICATE)).hasSize(6);
    assertThat(pool.isReady(1, 0)).isTrue();
    loop.advanceMillis(30_000);
    assertThat(transport.channels).hasSize(1);
    assertThat(transport.channels.get(0).open).isTrue();
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE)).hasSizeBetween(11, 13);
    assertThat(mechanism.disposed).isEqualTo(peer.received(ApiKey.SASL_HANDSHAKE).size());
    assertThat(pool.lastError(1)).isNull();
  }

  @Test
  void aSessionWithoutAnEndIsNotRenewed() {
    connect();
    loop.advanceMillis(1_000_000);
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE)).hasSize(1);
  }

  @Test
  void whatIsInFlightIsAnsweredAndWhatComesDuringTheRenewalWaits() {
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 3000)));
    List<FakePeer.Received> held = new ArrayList<>();
    peer.on(ApiKey.HEARTBEAT, held::add);
    Future<HeartbeatResponse> before = beat();
    List<FakePeer.Received> handshakes = new ArrayList<>();
    loop.advanceMillis(1000);
    peer.on(ApiKey.SASL_HANDSHAKE, handshakes::add);
    loop.advanceMillis(1900);
    Future<HeartbeatResponse> after = beat();
    loop.advanceMillis(100);
    assertThat(handshakes).hasSize(1);
    assertThat(held).hasSize(1);
    assertThat(pool.isReady(1, 0)).isFalse();
    held.get(0).answer(new HeartbeatResponse());
    handshakes.get(0).answer(new SaslHandshakeResponse());
    loop.advanceMillis(10);
    assertThat(before.succeeded()).isTrue();
    assertThat(held).hasSize(2);
    held.get(1).answer(new HeartbeatResponse());
    loop.advanceMillis(10);
    assertThat(after.succeeded()).isTrue();
    assertThat(transport.channels).hasSize(1);
  }

  @Test
  void aRenewalThatIsRefusedEndsTheConnectionAndTheNextLoginTellsWhoWaits() {
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 3000)));
    connect();
    loop.advanceMillis(1000);
    peer.on(
        ApiKey.SASL_AUTHENTICATE,
        request ->
            request.answer(
                new SaslAuthenticateResponse()
                    .setErrorCode(ErrorCode.SASL_AUTHENTICATION_FAILED.code())
                    .setErrorMessage("no longer")));
    loop.advanceMillis(1900);
    assertThat(transport.channels.get(0).open).isFalse();
    assertThat(pool.lastError(1))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("re-authentication with COUNTING failed")
        .hasMessageContaining("no longer");
    Future<HeartbeatResponse> next = beat();
    loop.advanceMillis(2000);
    assertThat(next.cause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("no longer");
    assertThat(transport.channels).hasSize(2);
    assertThat(mechanism.disposed).isEqualTo(3);
  }

  @Test
  void aRenewalThatTheBrokerDoesNotAnswerIsGivenUp() {
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 3000)));
    connect();
    loop.advanceMillis(1000);
    peer.on(ApiKey.SASL_HANDSHAKE, request -> {});
    loop.advanceMillis(100_000);
    assertThat(transport.channels.get(0).open).isFalse();
    assertThat(pool.lastError(1)).hasMessageContaining("does not end the renewal");
  }

  @Test
  void withoutCredentialsRequestsGoOnUntilTheSessionEnds() {
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 30_000)));
    peer.on(ApiKey.HEARTBEAT, request -> request.answer(new HeartbeatResponse()));
    connect();
    loop.advanceMillis(1000);
    mechanism.unable = true;
    loop.advanceMillis(28_500);
    // The renewal is overdue, and yet nothing has been lost.
    Future<HeartbeatResponse> late = beat();
    loop.advanceMillis(10);
    assertThat(late.succeeded()).isTrue();
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE)).hasSize(1);
    mechanism.unable = false;
    loop.advanceMillis(1000);
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE)).hasSize(2);
    mechanism.unable = true;
    loop.advanceMillis(31_000);
    assertThat(transport.channels.get(0).open).isFalse();
    assertThat(pool.lastError(1))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("re-authentication")
        .hasMessageContaining("no credentials");
  }

  @Test
  void aConnectionThatIsLostDuringARenewalSendsNothingOfItAgain() {
    peer.on(ApiKey.SASL_AUTHENTICATE, request -> request.answer(echo(request, 3000)));
    connect();
    loop.advanceMillis(1000);
    peer.on(ApiKey.SASL_HANDSHAKE, request -> request.channel().hangUp(null));
    loop.advanceMillis(1900);
    peer.on(ApiKey.SASL_HANDSHAKE, request -> request.answer(new SaslHandshakeResponse()));
    Future<HeartbeatResponse> next = beat();
    peer.on(ApiKey.HEARTBEAT, request -> request.answer(new HeartbeatResponse()));
    loop.advanceMillis(2000);
    assertThat(next.succeeded()).isTrue();
    assertThat(peer.received(ApiKey.SASL_HANDSHAKE)).hasSize(3);
  }

  private Future<HeartbeatResponse> beat() {
    return pool.send(
        NODE,
        0,
        new HeartbeatRequest().setGroupId("g").setMemberId("m"),
        (short) 0,
        Short.MAX_VALUE,
        loop.nanoTime() + TimeUnit.MINUTES.toNanos(1));
  }
}

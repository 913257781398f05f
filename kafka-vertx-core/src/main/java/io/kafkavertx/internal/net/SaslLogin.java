package io.kafkavertx.internal.net;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.net.ConnectionState.Ready;
import io.kafkavertx.internal.net.ConnectionState.Reauthenticating;
import io.kafkavertx.internal.net.ConnectionState.SaslHandshake;
import io.kafkavertx.internal.net.ConnectionState.SaslStep;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.SaslAuthenticateRequest;
import io.kafkavertx.protocol.message.SaslAuthenticateResponse;
import io.kafkavertx.protocol.message.SaslHandshakeRequest;
import io.kafkavertx.protocol.message.SaslHandshakeResponse;
import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Authenticates a connection with SASL: when it is set up, and again before the session ends, if
 * the broker limits it (KIP-368).
 *
 * <p>A broker answers in order, and between the SaslHandshake of a renewal and its end it takes
 * nothing else. So the handshake goes right behind what is in flight, and new requests wait until
 * the session is renewed. What is needed from the application, a password or a token, is fetched
 * before that, while requests go on.
 */
final class SaslLogin {
  private static final Logger LOG = LoggerFactory.getLogger(SaslLogin.class);

  /** No mechanism needs that many messages; a broker that wants more is playing for time. */
  private static final int MAX_ROUNDS = 32;

  /** The part of a session's life after which the Java client renews it, and the jitter to that. */
  private static final double RENEWAL = 0.85;

  private static final double RENEWAL_JITTER = 0.1;

  /** Brokers refuse to renew a session that is younger. */
  private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

  private final BrokerConnection connection;
  private SaslExchange exchange;
  private boolean bare;
  private int round;
  private boolean renewing;
  private int failedRenewals;
  private long sessionEnds = Long.MAX_VALUE;
  private EventLoop.Timer timer;

  SaslLogin(BrokerConnection connection) {
    this.connection = connection;
  }

  /** Begins the first authentication; at its end the connection becomes ready. */
  void start() {
    BrokerVersions versions = connection.versions();
    short version = versions.latest(ApiKey.SASL_HANDSHAKE);
    if (version < 0) {
      connection.close(
          new UnsupportedVersionException(
              connection
                  + " does not know SaslHandshake, so it cannot authenticate with "
                  + mechanism()
                  + "; brokers before 0.10 only have GSSAPI, without a handshake"));
      return;
    }
    bare = version == 0 || versions.latest(ApiKey.SASL_AUTHENTICATE) < 0;
    connection.become(new SaslHandshake(bare ? 0 : version));
    handshake(() -> ask(this::begin, this::send));
  }

  private void handshake(Runnable accepted) {
    short version = bare ? 0 : connection.versions().latest(ApiKey.SASL_HANDSHAKE);
    connection
        .call(new SaslHandshakeRequest().setMechanism(mechanism()), version)
        .onSuccess(response -> handshakeAnswered(response, accepted));
  }

  private void handshakeAnswered(SaslHandshakeResponse response, Runnable accepted) {
    if (!isGoing()) {
      return;
    }
    short error = response.errorCode();
    if (error == ErrorCode.UNSUPPORTED_SASL_MECHANISM.code()) {
      refuse(
          "the broker does not offer " + mechanism() + ", it offers " + response.mechanisms(),
          null);
    } else if (error != ErrorCode.NONE.code()) {
      refuse(
          "the broker answered SaslHandshake with "
              + ErrorCode.forCode(error)
              + (error == ErrorCode.ILLEGAL_SASL_STATE.code() && !renewing
                  ? ": this listener takes no SASL; set securityProtocol to PLAINTEXT or SSL"
                  : ""),
          null);
    } else {
      round = 0;
      nextRound();
      accepted.run();
    }
  }

  private Future<byte[]> begin() {
    exchange = connection.config.mechanism().start(new ExchangeContext(connection));
    return exchange.initialResponse();
  }

  /** Runs a step of the mechanism, which may take a while, and goes on with what comes of it. */
  private void ask(Supplier<Future<byte[]>> step, Consumer<byte[]> next) {
    ask(step, next, failure -> refuse(text(failure), failure));
  }

  private void ask(
      Supplier<Future<byte[]>> step, Consumer<byte[]> next, Consumer<Throwable> failed) {
    Future<byte[]> message;
    try {
      message = step.get();
    } catch (RuntimeException e) {
      message = Future.failedFuture(e);
    }
    new ExchangeContext(connection).onEventLoop(message).onComplete(next::accept, failed::accept);
  }

  /** An exception that the mechanism did not mean to be read says whose it is. */
  private String text(Throwable failure) {
    if (failure instanceof KafkaException || !(failure instanceof RuntimeException)) {
      return failure.getMessage();
    }
    Object plugin = exchange == null ? connection.config.mechanism() : exchange;
    return "the mechanism " + plugin.getClass().getName() + " has failed: " + failure;
  }

  private void send(byte[] message) {
    if (!isGoing()) {
      return;
    }
    if (message == null) {
      finish();
    } else if (bare && round > 1 && exchange.isComplete()) {
      // Without frames of Kafka's around them the mechanism's own messages are all there is: to the
      // last one of Kerberos there is no answer.
      connection.writeBare(message, null);
      finish();
    } else if (bare) {
      connection.writeBare(message, this::challenged);
    } else {
      short version = connection.versions().latest(ApiKey.SASL_AUTHENTICATE);
      connection
          .call(new SaslAuthenticateRequest().setAuthBytes(message), version)
          .onSuccess(this::authenticateAnswered);
    }
  }

  private void authenticateAnswered(SaslAuthenticateResponse response) {
    if (!isGoing()) {
      return;
    }
    short error = response.errorCode();
    if (error != ErrorCode.NONE.code()) {
      String message = response.errorMessage();
      refuse(
          ErrorCode.forCode(error)
              + (message == null || message.isEmpty() ? "" : ", the broker says: " + message),
          null);
      return;
    }
    long milliseconds = Math.min(response.sessionLifetimeMs(), Integer.MAX_VALUE);
    sessionEnds =
        milliseconds > 0
            ? connection.loop.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds)
            : Long.MAX_VALUE;
    challenged(response.authBytes());
  }

  private void challenged(byte[] challenge) {
    if (round >= MAX_ROUNDS) {
      refuse("no end after " + MAX_ROUNDS + " messages", null);
      return;
    }
    nextRound();
    ask(() -> exchange.evaluate(challenge), this::send);
  }

  private void nextRound() {
    round++;
    connection.become(renewing ? new Reauthenticating(round) : new SaslStep(round, bare));
  }

  /** False when the connection has ended meanwhile, or is about to. */
  private boolean isGoing() {
    ConnectionState state = connection.state();
    return state instanceof SaslHandshake
        || state instanceof SaslStep
        || state instanceof Reauthenticating;
  }

  private void finish() {
    if (!exchange.isComplete()) {
      refuse("the broker ended the exchange before it had proved who it is", null);
      return;
    }
    boolean again = renewing;
    dispose();
    failedRenewals = 0;
    scheduleRenewal();
    if (again) {
      connection.becomeReadyAgain();
    } else {
      connection.becomeReady();
    }
  }

  private void scheduleRenewal() {
    if (sessionEnds != Long.MAX_VALUE) {
      double part = RENEWAL + RENEWAL_JITTER * connection.loop.random().nextDouble();
      long left = sessionEnds - connection.loop.nanoTime();
      timer = connection.loop.schedule(Math.max(SHORTEST, (long) (left * part)), this::renew);
    }
  }

  /** First the credentials, while requests go on; the session must not end meanwhile. */
  private void renew() {
    if (!(connection.state() instanceof Ready)) {
      return;
    }
    renewing = true;
    long left = Math.max(0, sessionEnds - connection.loop.nanoTime());
    timer =
        connection.loop.schedule(
            left, () -> refuse("the session has ended before there were credentials", null));
    ask(this::begin, this::renewWith, this::renewLater);
  }

  private void renewWith(byte[] first) {
    if (!(connection.state() instanceof Ready) || !renewing) {
      return;
    }
    round = 0;
    connection.become(new Reauthenticating(0));
    watch(false);
    handshake(() -> send(first));
  }

  private void renewLater(Throwable failure) {
    if (!(connection.state() instanceof Ready) || !renewing) {
      return;
    }
    dispose();
    failedRenewals++;
    EventLoop loop = connection.loop;
    long delay =
        Backoff.nanos(
            loop.random(),
            connection.config.reconnectBackoff(),
            connection.config.reconnectBackoffMax(),
            failedRenewals);
    if (loop.nanoTime() + delay >= sessionEnds) {
      refuse(text(failure), failure);
      return;
    }
    String text = connection + ": the session cannot be renewed yet: " + text(failure);
    if (failedRenewals == 1) {
      LOG.warn(text);
    } else {
      LOG.debug(text);
    }
    timer = loop.schedule(delay, this::renew);
  }

  /** The answers to requests before ours have deadlines of their own; ours begins behind them. */
  private void watch(boolean isTurn) {
    timer.cancel();
    timer =
        connection.loop.schedule(
            connection.config.setupTimeout(),
            () -> {
              if (connection.owesOthers()) {
                watch(false);
              } else if (!isTurn) {
                watch(true);
              } else {
                connection.close(
                    new ConnectionException(
                        Reason.TIMEOUT,
                        Written.ALL,
                        connection + ": the broker does not end the renewal of the session",
                        null));
              }
            });
  }

  private void refuse(String why, Throwable cause) {
    boolean again = renewing || failedRenewals > 0;
    String text =
        connection
            + ": "
            + (again ? "re-authentication" : "authentication")
            + " with "
            + mechanism()
            + " failed: "
            + why;
    if (again) {
      // Perhaps nobody waits for an answer on this connection.
      LOG.warn(text);
    }
    connection.close(new AuthenticationException(text, cause));
  }

  private String mechanism() {
    return connection.config.mechanism().name();
  }

  /** The connection has ended, or the exchange has. */
  void dispose() {
    renewing = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (exchange != null) {
      SaslExchange ended = exchange;
      exchange = null;
      ended.dispose();
    }
  }
}

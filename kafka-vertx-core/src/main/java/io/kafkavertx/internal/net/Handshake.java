package io.kafkavertx.internal.net;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.net.ConnectionState.Closed;
import io.kafkavertx.internal.net.ConnectionState.Confirming;
import io.kafkavertx.internal.net.ConnectionState.Draining;
import io.kafkavertx.internal.net.ConnectionState.Probing;
import io.kafkavertx.internal.net.ConnectionState.Ready;
import io.kafkavertx.internal.net.ConnectionState.SaslHandshake;
import io.kafkavertx.internal.net.ConnectionState.SaslStep;
import io.kafkavertx.internal.net.ConnectionState.Versions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import io.kafkavertx.protocol.message.SaslAuthenticateRequest;
import io.kafkavertx.protocol.message.SaslAuthenticateResponse;
import io.kafkavertx.protocol.message.SaslHandshakeRequest;
import io.kafkavertx.protocol.message.SaslHandshakeResponse;
import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * What happens on a connection before it is ready: finding out what the broker supports, and
 * authentication.
 */
final class Handshake {
  /** No mechanism needs that many messages; a broker that wants more is playing for time. */
  private static final int MAX_SASL_ROUNDS = 32;

  /** How long a broker that has just answered may take to answer ApiVersions. */
  private static final long CONFIRMATION = 1_000_000_000;

  private final BrokerConnection connection;
  private final VersionPlan plan;
  private SaslExchange exchange;
  private EventLoop.Timer confirmation;

  Handshake(BrokerConnection connection, VersionPlan plan) {
    this.connection = connection;
    this.plan = plan;
  }

  /** The channel is open. */
  void start() {
    if (plan instanceof VersionPlan.Ask) {
      askVersions(ApiKey.API_VERSIONS.highestVersion());
    } else if (plan instanceof VersionPlan.Probe probe) {
      probe(probe.release());
    } else {
      connection.negotiated(((VersionPlan.Assume) plan).release().versions());
      login();
    }
  }

  private void askVersions(short version) {
    connection.become(new Versions(version));
    connection
        .call(
            new ApiVersionsRequest()
                .setClientSoftwareName(ClientSoftware.NAME)
                .setClientSoftwareVersion(ClientSoftware.VERSION),
            version)
        .onSuccess(response -> versionsAnswered(version, response));
  }

  private void versionsAnswered(short asked, ApiVersionsResponse response) {
    short error = response.errorCode();
    if (error == ErrorCode.UNSUPPORTED_VERSION.code() && asked > 0) {
      askVersions((short) Math.min(highestKnown(response), asked - 1));
    } else if (error != ErrorCode.NONE.code()) {
      connection.close(
          new ConnectionException(
              Reason.PROTOCOL,
              Written.NOTHING,
              connection
                  + " answered ApiVersions v"
                  + asked
                  + " with "
                  + ErrorCode.forCode(error)
                  + " ("
                  + error
                  + ")",
              null));
    } else {
      connection.negotiated(BrokerVersions.of(response));
      login();
    }
  }

  /** What a broker says that refuses our version of ApiVersions; before 2.4 it says nothing. */
  private static int highestKnown(ApiVersionsResponse response) {
    for (ApiVersionsResponse.ApiVersion api : response.apiKeys()) {
      if (api.apiKey() == ApiKey.API_VERSIONS.id()) {
        return Math.max(0, api.maxVersion());
      }
    }
    return 0;
  }

  private void probe(LegacyRelease release) {
    connection.become(new Probing(release));
    probe(release, release.probe());
  }

  private <R extends ApiResponse> void probe(LegacyRelease release, ApiRequest<R> request) {
    long asked = connection.loop.nanoTime();
    connection
        .call(request, (short) 0)
        .onSuccess(
            response -> {
              if (release.recognises(response)) {
                if (release.isDoubtful()) {
                  confirm(release, connection.loop.nanoTime() - asked);
                } else {
                  connection.negotiated(release.versions());
                  login();
                }
              } else {
                connection.close(
                    new ConnectionException(
                        Reason.DISCONNECTED,
                        Written.NOTHING,
                        connection
                            + " did not answer ApiVersions, and yet is no broker of release "
                            + release
                            + "; it will be asked again",
                        null));
              }
            });
  }

  /**
   * The broker was silent when first asked for its versions, but perhaps only busy: a newer one
   * answers the probe as well. So it is asked again on a connection that is known to work. A wrong
   * guess would last, and cost records.
   *
   * @param roundTrip how long the probe took
   */
  private void confirm(LegacyRelease release, long roundTrip) {
    connection.become(new Confirming(release));
    confirmation =
        connection.loop.schedule(
            Math.max(CONFIRMATION, 10 * roundTrip),
            () ->
                connection.close(
                    new ConnectionException(
                        Reason.TIMEOUT,
                        Written.NOTHING,
                        connection + " answers what a broker of " + release + " does, and no more",
                        null)));
    short version = ApiKey.API_VERSIONS.highestVersion();
    connection
        .call(
            new ApiVersionsRequest()
                .setClientSoftwareName(ClientSoftware.NAME)
                .setClientSoftwareVersion(ClientSoftware.VERSION),
            version)
        .onSuccess(
            response -> {
              confirmation.cancel();
              versionsAnswered(version, response);
            });
  }

  private void login() {
    if (connection.config.mechanism() == null) {
      connection.becomeReady();
      return;
    }
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
    if (versions.latest(ApiKey.SASL_AUTHENTICATE) < 0) {
      version = 0;
    }
    short chosen = version;
    connection.become(new SaslHandshake(chosen));
    connection
        .call(new SaslHandshakeRequest().setMechanism(mechanism()), chosen)
        .onSuccess(response -> handshakeAnswered(chosen == 0, response));
  }

  private void handshakeAnswered(boolean bare, SaslHandshakeResponse response) {
    short error = response.errorCode();
    if (error == ErrorCode.UNSUPPORTED_SASL_MECHANISM.code()) {
      refuse(
          "the broker does not offer " + mechanism() + ", it offers " + response.mechanisms(),
          null);
      return;
    }
    if (error != ErrorCode.NONE.code()) {
      refuse(
          "the broker answered SaslHandshake with "
              + ErrorCode.forCode(error)
              + (error == ErrorCode.ILLEGAL_SASL_STATE.code()
                  ? ": this listener takes no SASL; set securityProtocol to PLAINTEXT or SSL"
                  : ""),
          null);
      return;
    }
    connection.become(new SaslStep(1, bare));
    evaluate(
        () -> {
          exchange = connection.config.mechanism().start(new ExchangeContext(connection));
          return exchange.initialResponse();
        });
  }

  /** Runs a step of the mechanism, which may take a while, and sends what comes of it. */
  private void evaluate(Supplier<Future<byte[]>> step) {
    Future<byte[]> message;
    try {
      message = step.get();
    } catch (RuntimeException e) {
      message = Future.failedFuture(e);
    }
    message.onComplete(this::stepDone, failure -> refuse(failure.getMessage(), failure));
  }

  private void stepDone(byte[] message) {
    if (!(connection.state() instanceof SaslStep step)) {
      return;
    }
    if (message == null) {
      finish();
    } else if (step.bare()) {
      connection.writeBare(message, answer -> challenged(step, answer));
    } else {
      short version = connection.versions().latest(ApiKey.SASL_AUTHENTICATE);
      connection
          .call(new SaslAuthenticateRequest().setAuthBytes(message), version)
          .onSuccess(response -> authenticateAnswered(step, response));
    }
  }

  private void authenticateAnswered(SaslStep step, SaslAuthenticateResponse response) {
    short error = response.errorCode();
    if (error != ErrorCode.NONE.code()) {
      String message = response.errorMessage();
      refuse(
          ErrorCode.forCode(error)
              + (message == null || message.isEmpty() ? "" : ", the broker says: " + message),
          null);
      return;
    }
    connection.sessionLifetime(response.sessionLifetimeMs());
    challenged(step, response.authBytes());
  }

  private void challenged(SaslStep step, byte[] challenge) {
    if (step.round() >= MAX_SASL_ROUNDS) {
      refuse("no end after " + MAX_SASL_ROUNDS + " messages", null);
      return;
    }
    connection.become(new SaslStep(step.round() + 1, step.bare()));
    evaluate(() -> exchange.evaluate(challenge));
  }

  private void finish() {
    if (!exchange.isComplete()) {
      refuse("the broker ended the exchange before it had proved who it is", null);
      return;
    }
    dispose();
    connection.becomeReady();
  }

  private void refuse(String why, Throwable cause) {
    connection.close(
        new AuthenticationException(
            connection + ": authentication with " + mechanism() + " failed: " + why, cause));
  }

  private String mechanism() {
    return connection.config.mechanism().name();
  }

  /** The connection has ended, or the exchange has. */
  void dispose() {
    if (confirmation != null) {
      confirmation.cancel();
    }
    if (exchange != null) {
      SaslExchange ended = exchange;
      exchange = null;
      ended.dispose();
    }
  }

  /** What was going on in {@code state}, for messages. */
  String stage(ConnectionState state) {
    if (state instanceof Versions) {
      return "while it was asked for its API versions; is it a Kafka broker, and is TLS expected"
          + " there?";
    }
    if (state instanceof Probing probing) {
      return "while it was probed for release " + probing.release();
    }
    if (state instanceof Confirming confirming) {
      return "while it was asked whether it is of release " + confirming.release();
    }
    if (state instanceof SaslHandshake || state instanceof SaslStep) {
      return "during authentication with " + mechanism();
    }
    if (state instanceof Ready || state instanceof Draining) {
      boolean stranger = connection.config.mechanism() == null && !connection.answered();
      return "with "
          + connection.inFlight()
          + " requests in flight"
          + (stranger
              ? " and none answered so far; does this listener want SASL? Set securityProtocol,"
                  + " saslMechanism and saslConfig"
              : "");
    }
    return state instanceof Closed ? "after it was closed" : "while it was being set up";
  }
}

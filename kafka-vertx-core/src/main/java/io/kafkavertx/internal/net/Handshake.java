package io.kafkavertx.internal.net;

import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.internal.net.ConnectionState.Closed;
import io.kafkavertx.internal.net.ConnectionState.Confirming;
import io.kafkavertx.internal.net.ConnectionState.Probing;
import io.kafkavertx.internal.net.ConnectionState.Reauthenticating;
import io.kafkavertx.internal.net.ConnectionState.SaslHandshake;
import io.kafkavertx.internal.net.ConnectionState.SaslStep;
import io.kafkavertx.internal.net.ConnectionState.Versions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.ApiVersionsResponse;

/**
 * What happens on a connection before it is ready: finding out what the broker supports, then
 * {@link SaslLogin}.
 */
final class Handshake {
  /** How long a broker that has just answered may take to answer ApiVersions. */
  private static final long CONFIRMATION = 1_000_000_000;

  private final BrokerConnection connection;
  private final VersionPlan plan;
  private final SaslLogin login;
  private EventLoop.Timer confirmation;

  Handshake(BrokerConnection connection, VersionPlan plan) {
    this.connection = connection;
    this.plan = plan;
    this.login = new SaslLogin(connection);
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
    } else {
      login.start();
    }
  }

  /** The connection has ended. */
  void dispose() {
    if (confirmation != null) {
      confirmation.cancel();
    }
    login.dispose();
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
      return "during authentication with " + connection.config.mechanism().name();
    }
    if (state.isEstablished()) {
      boolean stranger = connection.config.mechanism() == null && !connection.answered();
      return (state instanceof Reauthenticating ? "while its session was renewed, with " : "with ")
          + connection.inFlight()
          + " requests in flight"
          + (stranger ? " and none answered so far" : "");
    }
    return state instanceof Closed ? "after it was closed" : "while it was being set up";
  }
}

package io.kafkavertx.internal.net;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.net.ConnectionState.SaslStep;
import io.kafkavertx.protocol.wire.ProtocolException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/** Says what went wrong with a connection, and whose fault it looks like. */
final class ConnectFailure {
  private static final int LONGEST = 300;

  private ConnectFailure() {}

  /** No connection came about. */
  static KafkaException of(BrokerConnection connection, Throwable cause) {
    if (cause instanceof ConfigException) {
      return new AuthenticationException(
          connection + " was not dialled: " + cause.getMessage(), cause);
    }
    if (TlsFailure.is(cause)) {
      return TlsFailure.report(Written.NOTHING, connection + ": the TLS handshake failed: ", cause);
    }
    Reason reason = cause instanceof UnknownHostException ? Reason.DNS : Reason.CONNECT;
    return new ConnectionException(
        reason,
        Written.NOTHING,
        connection + ": cannot connect: " + text(cause) + proxyAdvice(cause),
        cause);
  }

  /** An open connection has ended at the other end, or broke. */
  static KafkaException ended(BrokerConnection connection, Throwable cause, String stage) {
    if (cause instanceof KafkaException already) {
      return already;
    }
    if (cause instanceof ProtocolException) {
      return new ConnectionException(
          Reason.PROTOCOL, Written.ALL, connection + ": " + cause.getMessage(), cause);
    }
    if (TlsFailure.is(cause)) {
      // With TLS 1.3 a broker refuses a client's certificate when the client is through already.
      return connection.answered()
          ? new ConnectionException(
              Reason.TLS,
              Written.ALL,
              connection + ": TLS failed: " + TlsFailure.explain(cause),
              cause)
          : TlsFailure.report(Written.ALL, connection + ": TLS failed: ", cause);
    }
    if (connection.state() instanceof SaslStep step && step.bare()) {
      return new AuthenticationException(
          connection
              + " closed the connection during authentication with "
              + connection.config.mechanism().name()
              + ", which is how brokers before 1.0 refuse credentials",
          cause);
    }
    return new ConnectionException(
        Reason.DISCONNECTED,
        Written.ALL,
        connection
            + (cause == null ? " closed the connection, " : ": the connection broke, ")
            + stage
            + (cause == null ? "" : ": " + text(cause))
            + noLogin(connection),
        cause);
  }

  /** A broker that expects a login answers ApiVersions, and hangs up on the first request. */
  private static String noLogin(BrokerConnection connection) {
    return connection.state() instanceof ConnectionState.Ready
            && !connection.answered()
            && connection.config.mechanism() == null
        ? "; is SASL expected there? Then set securityProtocol to SASL_PLAINTEXT or SASL_SSL,"
            + " saslMechanism and saslConfig"
        : "";
  }

  /** What a request fails with that waited for a connection which did not come about. */
  static Throwable notSent(PendingRequest<?> request, Throwable cause) {
    if (!(cause instanceof ConnectionException connection)) {
      return cause;
    }
    return new ConnectionException(
        connection.reason(),
        Written.NOTHING,
        request.api() + " was not sent: " + cause.getMessage(),
        cause);
  }

  /** What a request fails with that went down with its connection. */
  static Throwable lost(BrokerConnection connection, PendingRequest<?> request, Throwable cause) {
    if (cause instanceof KafkaException && !(cause instanceof ConnectionException)) {
      return cause;
    }
    Reason reason = cause instanceof ConnectionException c ? c.reason() : Reason.DISCONNECTED;
    String what =
        switch (request.written) {
          case NOTHING -> "nothing of it had left";
          case PARTLY -> "it had not left completely, the broker cannot have processed it";
          case ALL -> "it had left, the broker may have processed it";
        };
    long waited = TimeUnit.NANOSECONDS.toMillis(connection.loop.nanoTime() - request.sentAt);
    return new ConnectionException(
        reason,
        request.written,
        request
            + " to "
            + connection
            + " was lost after "
            + waited
            + " ms ("
            + what
            + "): "
            + (cause == null ? "the connection was closed" : cause.getMessage()),
        cause);
  }

  /** A request that the broker's versions cannot carry. */
  static UnsupportedVersionException unsupported(
      BrokerConnection connection, PendingRequest<?> request) {
    BrokerVersions versions = connection.versions();
    BrokerVersions.Range range = versions.range(request.api());
    int least = Math.max(request.minVersion(), request.api().lowestVersion());
    int most = Math.min(request.maxVersion(), request.api().highestVersion());
    return new UnsupportedVersionException(
        connection
            + (range == null
                ? " does not support " + request.api()
                : " supports " + request.api() + " v" + range.min() + " to v" + range.max())
            + (versions.assumedRelease() == null
                ? ""
                : " (release " + versions.assumedRelease() + ")")
            + "; this request needs v"
            + least
            + " to v"
            + most);
  }

  /**
   * Of two failures with the same broker at different addresses the one that got further: that an
   * IPv6 address refuses connections says little when the IPv4 address refuses the certificate.
   */
  static Throwable moreTelling(Throwable first, Throwable second) {
    if (first == null) {
      return second;
    }
    boolean later = progress(second) > progress(first);
    Throwable told = later ? second : first;
    told.addSuppressed(later ? first : second);
    return told;
  }

  private static int progress(Throwable failure) {
    return failure instanceof ConnectionException c
        ? switch (c.reason()) {
          case DNS -> 0;
          case CONNECT -> 1;
          case DISCONNECTED -> 2;
          case TIMEOUT -> 3;
          case PROTOCOL -> 4;
          case TLS -> 5;
        }
        : 6;
  }

  private static String proxyAdvice(Throwable cause) {
    // By name: the exceptions of proxies belong to the transport.
    if (!cause.getClass().getSimpleName().contains("Proxy")) {
      return "";
    }
    String text = text(cause);
    return text.contains("status: 407")
            || text.contains("authMethod")
            || text.contains("authStatus")
        ? "; the proxy of netClientOptions.proxyOptions wants another user name and password"
        : "; the proxy of netClientOptions.proxyOptions does not let the connection through";
  }

  /** What a failure says, down to its first cause: TLS libraries bury the reason. */
  static String text(Throwable cause) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (Throwable t = cause; t != null && depth < 8; t = t.getCause()) {
      String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
      if (message.length() > LONGEST) {
        // Netty quotes in full what is not TLS, in hexadecimal.
        message = message.substring(0, LONGEST) + "...";
      }
      if (text.indexOf(message) < 0) {
        text.append(text.length() == 0 ? "" : ": ").append(message);
      }
      depth++;
    }
    return text.toString();
  }
}

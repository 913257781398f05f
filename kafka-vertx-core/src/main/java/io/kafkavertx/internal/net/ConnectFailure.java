package io.kafkavertx.internal.net;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.net.ConnectionState.SaslStep;
import io.kafkavertx.protocol.wire.ProtocolException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Says what went wrong with a connection, and whose fault it looks like. */
final class ConnectFailure {
  private ConnectFailure() {}

  /** No connection came about. */
  static KafkaException of(BrokerConnection connection, Throwable cause) {
    if (isTls(cause)) {
      return new ConnectionException(
          Reason.TLS,
          Written.NOTHING,
          connection + ": the TLS handshake failed: " + text(cause),
          cause);
    }
    Reason reason = cause instanceof UnknownHostException ? Reason.DNS : Reason.CONNECT;
    return new ConnectionException(
        reason, Written.NOTHING, connection + ": cannot connect: " + text(cause), cause);
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
    if (isTls(cause)) {
      return new ConnectionException(
          Reason.TLS, Written.ALL, connection + ": TLS failed: " + text(cause), cause);
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
            + (cause == null ? "" : ": " + text(cause)),
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

  private static boolean isTls(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SSLException || t instanceof GeneralSecurityException) {
        return true;
      }
      if (t.getCause() == t) {
        return false;
      }
    }
    return false;
  }

  static String text(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

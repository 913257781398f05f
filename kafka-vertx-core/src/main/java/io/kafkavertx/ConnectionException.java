package io.kafkavertx;

/** A broker could not be reached, or a connection was lost. */
public final class ConnectionException extends KafkaException {
  private static final long serialVersionUID = 1L;

  /** What is known of the request that the connection took with it. */
  public enum Written {
    /** No byte left this process: the broker has not seen the request. */
    NOTHING,
    /** Part of the request left: the broker cannot have processed it. */
    PARTLY,
    /** All of the request left: the broker may have processed it. */
    ALL
  }

  /** Why there is no connection. */
  public enum Reason {
    /** The host name does not resolve. */
    DNS,
    /** No TCP connection: refused, unreachable or timed out. */
    CONNECT,
    /** The TLS handshake failed. */
    TLS,
    /** What answered does not speak the Kafka protocol, or broke its rules. */
    PROTOCOL,
    /** An established connection ended. */
    DISCONNECTED,
    /** A request was not answered in time. */
    TIMEOUT
  }

  private final Reason reason;
  private final Written written;

  public ConnectionException(Reason reason, Written written, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.written = written;
  }

  /** Why there is no connection. */
  public Reason reason() {
    return reason;
  }

  /** How much of the failed request had left. */
  public Written written() {
    return written;
  }
}

package io.kafkavertx;

/** How things stand with a broker. */
public enum ConnectionStatus {
  /** Nothing is connected: nothing was asked for yet, it was idle for long, or it was closed. */
  DISCONNECTED,
  /** A connection is being set up, authentication included. */
  CONNECTING,
  /** Requests can be sent. */
  CONNECTED,
  /** The last attempt or connection has failed, and the next attempt waits its time. */
  BACKING_OFF
}

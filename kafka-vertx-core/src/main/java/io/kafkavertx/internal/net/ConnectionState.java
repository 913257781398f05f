package io.kafkavertx.internal.net;

/**
 * Where a connection is in its life.
 *
 * <pre>
 * Dialing -> Versions -> (Versions again, lower) -> SaslHandshake -> SaslStep* -> Ready -> Draining -> Closed
 *        \-> Probing (a release before 0.10) -> Confirming -> Closed (assumed from now on)
 *        |       \-> (beyond doubt) ---------------^                 ^   |
 *        \-> (a release that was set by hand) ------------------------/   \-> Closed from anywhere
 * Ready -> Reauthenticating* -> Ready
 * </pre>
 */
sealed interface ConnectionState {
  /** TCP and TLS are being set up. */
  record Dialing() implements ConnectionState {}

  /** The broker has been asked what it supports, with ApiVersions of that version. */
  record Versions(short version) implements ConnectionState {}

  /** A request has been sent that shows whether the broker is of that old release. */
  record Probing(LegacyRelease release) implements ConnectionState {}

  /**
   * It has answered as that old release does, and is asked for its versions once more: newer ones
   * answer the probe too.
   */
  record Confirming(LegacyRelease release) implements ConnectionState {}

  /** The broker has been told the SASL mechanism. */
  record SaslHandshake(short version) implements ConnectionState {}

  /**
   * A SASL message is on its way, or being made.
   *
   * @param round counts the messages
   * @param bare true when messages go without request headers, as before 1.0
   */
  record SaslStep(int round, boolean bare) implements ConnectionState {}

  /** Requests may be sent. */
  record Ready() implements ConnectionState {}

  /**
   * The SASL session is being renewed: what is in flight is answered, new requests wait.
   *
   * @param round counts the messages; 0 for the handshake
   */
  record Reauthenticating(int round) implements ConnectionState {}

  /** No new requests; closes when those in flight are answered. */
  record Draining() implements ConnectionState {}

  /** The end. The cause is null when nobody is to blame. */
  record Closed(Throwable cause) implements ConnectionState {}

  /** True when the connection has been set up and has not ended. */
  default boolean isEstablished() {
    return this instanceof Ready || this instanceof Reauthenticating || this instanceof Draining;
  }

  /** Whether {@code next} may follow this state. */
  default boolean allows(ConnectionState next) {
    if (this instanceof Closed) {
      return false;
    }
    if (next instanceof Closed) {
      return true;
    }
    boolean login = next instanceof SaslHandshake || next instanceof Ready;
    if (this instanceof Dialing) {
      return next instanceof Versions || next instanceof Probing || login;
    }
    if (this instanceof Versions) {
      return next instanceof Versions || login;
    }
    if (this instanceof Probing) {
      return next instanceof Confirming || login;
    }
    if (this instanceof Confirming) {
      return next instanceof Versions || login;
    }
    if (this instanceof SaslHandshake) {
      return next instanceof SaslStep;
    }
    if (this instanceof SaslStep) {
      return next instanceof SaslStep || next instanceof Ready;
    }
    if (this instanceof Ready) {
      return next instanceof Reauthenticating || next instanceof Draining;
    }
    return this instanceof Reauthenticating
        && (next instanceof Reauthenticating || next instanceof Ready || next instanceof Draining);
  }
}

package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import java.nio.charset.StandardCharsets;

/** How far a connection has got with SASL. Only PLAIN is known. */
final class SaslSession {
  static final String MECHANISM = "PLAIN";

  private enum State {
    HANDSHAKE,
    RAW_TOKENS,
    TOKENS,
    DONE,
    REFUSED
  }

  private final ScriptedCluster cluster;
  private State state;

  SaslSession(ScriptedCluster cluster) {
    this.cluster = cluster;
    this.state = cluster.users().isEmpty() ? State.DONE : State.HANDSHAKE;
  }

  boolean allows(ApiKey key) {
    return switch (key) {
      case API_VERSIONS, SASL_HANDSHAKE -> true;
      case SASL_AUTHENTICATE -> state != State.HANDSHAKE;
      default -> state == State.DONE;
    };
  }

  boolean takesRawTokens() {
    return state == State.RAW_TOKENS;
  }

  boolean mustClose() {
    return state == State.REFUSED;
  }

  /** False when the mechanism is unknown. */
  boolean handshake(String mechanism, short version) {
    if (!MECHANISM.equals(mechanism)) {
      state = State.REFUSED;
      return false;
    }
    state = version == 0 ? State.RAW_TOKENS : State.TOKENS;
    return true;
  }

  /** Takes PLAIN's only token: authorization id, user, password, with zero bytes between. */
  boolean authenticate(byte[] token) {
    String[] parts = new String(token, StandardCharsets.UTF_8).split("\0", -1);
    boolean known =
        parts.length == 3 && parts[2].equals(cluster.users().get(parts[1])) && !parts[2].isEmpty();
    state = known ? State.DONE : State.REFUSED;
    return known;
  }
}

package io.kafkavertx.internal.net;

import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.internal.net.ConnectionState.Confirming;
import io.kafkavertx.internal.net.ConnectionState.Probing;
import io.kafkavertx.internal.net.ConnectionState.Versions;

/**
 * What to think of a broker that does not answer ApiVersions: 0.8 hangs up at once, 0.9 never
 * answers. From 0.10 on every broker answers, so this is only for those of whose cluster no broker
 * has ever answered.
 */
final class Fallback {
  private Fallback() {}

  /** What to try on the next connection to the same address; null when there is nothing to try. */
  static VersionPlan after(VersionPlan plan, BrokerConnection connection, Throwable cause) {
    if (connection.diedIn() instanceof Confirming confirming
        && cause instanceof ConnectionException) {
      return new VersionPlan.Assume(confirming.release());
    }
    if (connection.heard() || !(cause instanceof ConnectionException failure)) {
      return null;
    }
    boolean hungUp = failure.reason() == Reason.DISCONNECTED;
    boolean silent = failure.reason() == Reason.TIMEOUT;
    if (plan instanceof VersionPlan.Ask ask
        && ask.mayBeLegacy()
        && connection.diedIn() instanceof Versions) {
      return hungUp
          ? new VersionPlan.Probe(LegacyRelease.V0_8_2)
          : silent ? new VersionPlan.Probe(LegacyRelease.V0_9_0) : null;
    }
    if (plan instanceof VersionPlan.Probe probe
        && connection.diedIn() instanceof Probing
        && hungUp
        && probe.release().older() != null) {
      return new VersionPlan.Probe(probe.release().older());
    }
    return null;
  }

  /** The failure of an attempt, with all that was tried. */
  static Throwable explain(VersionPlan plan, BrokerConnection connection, Throwable cause) {
    if (!(plan instanceof VersionPlan.Probe) || !(cause instanceof ConnectionException failure)) {
      return cause;
    }
    if (failure.reason() == Reason.TIMEOUT) {
      return new ConnectionException(
          Reason.TIMEOUT,
          Written.NOTHING,
          connection
              + " accepts connections and answers nothing, neither ApiVersions nor what a 0.9"
              + " broker knows; is it a Kafka broker, is it overloaded or suspended, and is TLS"
              + " expected there?",
          cause);
    }
    if (failure.reason() == Reason.DISCONNECTED && !connection.heard()) {
      return new ConnectionException(
          Reason.DISCONNECTED,
          Written.NOTHING,
          connection
              + " hangs up on every request, ApiVersions as well as those of 0.8; is it a Kafka"
              + " broker that is up, and is TLS expected there?",
          cause);
    }
    return cause;
  }
}

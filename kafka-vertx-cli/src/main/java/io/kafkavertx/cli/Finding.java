package io.kafkavertx.cli;

import io.kafkavertx.BootstrapAddress;
import java.net.InetAddress;
import java.util.List;

/**
 * What a {@link Probe} has found.
 *
 * @param what says it, when the kind alone does not
 * @param hosts what the name resolves to
 * @param tls the handshake; null where there is no TLS
 * @param mechanisms of SASL; empty where none is wanted
 * @param obstacle why the broker says no more; null when it does
 */
record Finding(
    BootstrapAddress address,
    Kind kind,
    String what,
    List<InetAddress> hosts,
    TlsSession tls,
    List<String> mechanisms,
    String obstacle) {

  /** What is there. */
  enum Kind {
    /** The name does not resolve. */
    NO_NAME,
    /** Nothing listens at the port. */
    NOBODY,
    /** Connections are not answered: a firewall, or a host that is down. */
    NO_ANSWER,
    /** Something else than a broker. */
    NO_KAFKA,
    /** A Kafka broker, or (behind TLS, with an obstacle) what may well be one. */
    KAFKA
  }

  static Finding of(BootstrapAddress address, Kind kind, String what) {
    return new Finding(address, kind, what, List.of(), null, List.of(), null);
  }

  Finding at(List<InetAddress> addresses) {
    return new Finding(address, kind, what, addresses, tls, mechanisms, obstacle);
  }

  Finding tls(TlsSession session) {
    return new Finding(address, kind, what, hosts, session, mechanisms, obstacle);
  }

  Finding mechanisms(List<String> names) {
    return new Finding(address, kind, what, hosts, tls, List.copyOf(names), obstacle);
  }

  Finding because(String why) {
    return new Finding(address, kind, what, hosts, tls, mechanisms, why);
  }

  boolean wantsSasl() {
    return !mechanisms.isEmpty();
  }

  /** The protocol of the listener, as brokers call it. */
  String protocol() {
    return (wantsSasl() ? "SASL_" : "") + (tls != null ? "SSL" : "PLAINTEXT");
  }
}

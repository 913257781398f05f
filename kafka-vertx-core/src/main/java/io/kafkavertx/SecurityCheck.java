package io.kafkavertx;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;

/** Whether what a client is told about security goes together; without reading any file. */
final class SecurityCheck {
  private SecurityCheck() {}

  /**
   * @param said the protocol as it was set; null when it follows from other options
   */
  static void check(ClientOptions<?> options, SecurityProtocol said) {
    String mechanism = options.getSaslMechanism();
    if (said != null && said.isSasl() && mechanism == null) {
      throw new ConfigException("securityProtocol " + said + " needs saslMechanism to be set");
    }
    if (said != null && !said.isSasl() && mechanism != null) {
      throw new ConfigException(
          "saslMechanism "
              + mechanism
              + " is set, but securityProtocol "
              + said
              + " does not authenticate: set it to SASL_SSL or SASL_PLAINTEXT");
    }
    checkTls(options);
  }

  private static void checkTls(ClientOptions<?> options) {
    TlsOptions tls = options.getTls();
    NetClientOptions net = options.getNetClientOptions();
    tls.validate();
    boolean asked = !tls.isDefault() && !options.getSecurityProtocol().isTls();
    if (asked) {
      throw new ConfigException(
          "tls is set, but securityProtocol "
              + options.getSecurityProtocol()
              + " does not encrypt: set it to SSL or SASL_SSL");
    }
    ClientSSLOptions theirs = net.getSslOptions();
    if (theirs == null) {
      return;
    }
    once("key store", tls.hasKeyStore(), theirs.getKeyCertOptions() != null);
    once("trust store", tls.hasTrustStore(), theirs.getTrustOptions() != null);
    once("trust store", tls.hasTrustStore(), theirs.isTrustAll());
    boolean lists = !theirs.getCrlPaths().isEmpty() || !theirs.getCrlValues().isEmpty();
    once("list of revoked certificates", tls.hasCrl(), lists);
    once(
        "choice of cipher suites",
        !tls.getCipherSuites().isEmpty(),
        !theirs.getEnabledCipherSuites().isEmpty());
    for (String protocol : theirs.getEnabledSecureTransportProtocols()) {
      if (!TlsOptions.isSafe(protocol)) {
        throw new ConfigException(
            "netClientOptions enables "
                + protocol
                + ", which is not safe: TLSv1.3 and TLSv1.2 are allowed");
      }
    }
  }

  private static void once(String what, boolean ours, boolean theirs) {
    if (ours && theirs) {
      throw new ConfigException(
          "both tls and netClientOptions have a " + what + ": set one of them only");
    }
  }
}

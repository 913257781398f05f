package io.kafkavertx;

/**
 * How a connection is protected; the names are those of the Java client's {@code
 * security.protocol}.
 */
public enum SecurityProtocol {
  /** Neither encryption nor authentication. */
  PLAINTEXT(false, false),
  /** TLS; with a key store, the client is authenticated by its certificate. */
  SSL(true, false),
  /** SASL over an unencrypted connection. */
  SASL_PLAINTEXT(false, true),
  /** SASL over TLS. */
  SASL_SSL(true, true);

  private final boolean tls;
  private final boolean sasl;

  SecurityProtocol(boolean tls, boolean sasl) {
    this.tls = tls;
    this.sasl = sasl;
  }

  /** True when connections are encrypted. */
  public boolean isTls() {
    return tls;
  }

  /** True when a SASL mechanism authenticates the client. */
  public boolean isSasl() {
    return sasl;
  }

  static SecurityProtocol of(boolean tls, boolean sasl) {
    return tls ? (sasl ? SASL_SSL : SSL) : (sasl ? SASL_PLAINTEXT : PLAINTEXT);
  }
}

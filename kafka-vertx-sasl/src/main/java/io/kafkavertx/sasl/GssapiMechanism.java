package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;

/** Kerberos logins with one identity. */
final class GssapiMechanism implements SaslMechanism {
  private final KerberosLogin login;
  private final String serviceName;
  private final String domainName;

  /**
   * @param domainName null for the host that is connected to
   */
  GssapiMechanism(KerberosLogin login, String serviceName, String domainName) {
    this.login = login;
    this.serviceName = serviceName;
    this.domainName = domainName;
  }

  @Override
  public String name() {
    return GssapiFactory.NAME;
  }

  @Override
  public SaslExchange start(SaslContext context) {
    String host = domainName == null ? context.host() : domainName;
    return new GssapiExchange(login, serviceName + "@" + host, context);
  }

  @Override
  public void close() {
    login.close();
  }

  @Override
  public String toString() {
    return GssapiFactory.NAME + " with " + login;
  }
}

package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * {@code GSSAPI}: Kerberos (RFC 4752), without a JAAS file. Authentication only, as with every
 * Kafka client: encryption is the business of TLS.
 *
 * <p>The client's key comes from {@code keytab}, with {@code principal}; or its ticket from {@code
 * ticketCache}, a file, or the user's own with {@code useTicketCache}. {@code serviceName} is the
 * first part of the brokers' principals, default {@code kafka}; {@code domainName} is the host in
 * them, default the host that is connected to.
 *
 * <p>Kerberos itself is configured where the JVM looks for it, {@code /etc/krb5.conf} or {@code
 * java.security.krb5.conf}. The JDK's modules {@code java.security.jgss} and {@code
 * jdk.security.auth} must be there; other mechanisms do not need them.
 */
public final class GssapiFactory implements SaslMechanismFactory {
  static final String NAME = "GSSAPI";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslMechanism create(JsonObject json) {
    MechanismConfig config =
        new MechanismConfig(
            NAME,
            json,
            Set.of(
                "principal",
                "keytab",
                "ticketCache",
                "useTicketCache",
                "serviceName",
                "domainName"));
    requireKerberos();
    boolean cache = config.has("ticketCache") || config.flag("useTicketCache");
    if (config.has("keytab") == cache) {
      throw new IllegalArgumentException(
          NAME + " needs either keytab, with principal, or useTicketCache or ticketCache");
    }
    KerberosSource source =
        cache
            ? KerberosSource.ticketCache(
                config.text("ticketCache", null), config.text("principal", null))
            : KerberosSource.keytab(config.text("keytab"), config.text("principal"));
    return new GssapiMechanism(
        new KerberosLogin(source),
        config.text("serviceName", "kafka"),
        config.text("domainName", null));
  }

  private static void requireKerberos() {
    try {
      Class.forName("org.ietf.jgss.GSSManager");
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          NAME + " needs the JDK's modules java.security.jgss and jdk.security.auth", e);
    }
  }

  @Override
  public String toString() {
    return NAME;
  }
}

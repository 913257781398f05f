package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * {@code EXTERNAL} (RFC 4422, appendix A): the broker already knows the client by the certificate
 * of its TLS connection. {@code authorizationId}, empty unless set, is who to act as; empty stands
 * for whoever the certificate is for.
 *
 * <p>No released Kafka broker offers it: they take the principal from the certificate with {@code
 * SSL} and {@code ssl.client.auth=required}, without SASL. It is for brokers that were extended.
 */
public final class ExternalFactory implements SaslMechanismFactory {
  @Override
  public String name() {
    return ExternalMechanism.NAME;
  }

  @Override
  public SaslMechanism create(JsonObject json) {
    MechanismConfig config = new MechanismConfig(name(), json, Set.of("authorizationId"));
    return new ExternalMechanism(config.text("authorizationId", ""));
  }

  @Override
  public String toString() {
    return ExternalMechanism.NAME;
  }
}

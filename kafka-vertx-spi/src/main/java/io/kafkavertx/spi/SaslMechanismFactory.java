package io.kafkavertx.spi;

import io.vertx.core.json.JsonObject;

/**
 * Makes a SASL mechanism from its configuration. Register it for {@link java.util.ServiceLoader}.
 * The name is the one of RFC 4422.
 */
public interface SaslMechanismFactory extends Plugin {
  /**
   * Makes a mechanism.
   *
   * @param config this plug-in's own configuration: user name, password and the like. Must not
   *     appear in any message.
   * @throws IllegalArgumentException when the configuration is wrong; the message names the key,
   *     never the value
   */
  SaslMechanism create(JsonObject config);
}

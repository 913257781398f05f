package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * {@code PLAIN}: {@code username} and {@code password}, and {@code authorizationId} to act as
 * somebody else, which brokers as they come refuse.
 *
 * <p>The password goes over the wire as it is: use it over TLS only.
 */
public final class PlainFactory implements SaslMechanismFactory {
  private static final Set<String> KEYS = Set.of("username", "password", "authorizationId");

  @Override
  public String name() {
    return PlainMechanism.NAME;
  }

  @Override
  public SaslMechanism create(JsonObject config) {
    for (String key : config.fieldNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "PLAIN has no option '" + key + "'; it has username, password and authorizationId");
      }
    }
    return new PlainMechanism(
        text(config, "authorizationId", ""),
        text(config, "username", null),
        text(config, "password", null));
  }

  private static String text(JsonObject config, String key, String absent) {
    Object value = config.getValue(key);
    if (value == null) {
      if (absent == null) {
        throw new IllegalArgumentException("PLAIN needs " + key);
      }
      return absent;
    }
    if (!(value instanceof String text)) {
      throw new IllegalArgumentException("PLAIN: " + key + " must be text");
    }
    if (text.isEmpty() && absent == null) {
      throw new IllegalArgumentException("PLAIN: " + key + " must not be empty");
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("PLAIN: " + key + " must not have a NUL character");
    }
    return text;
  }
}

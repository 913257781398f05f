package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * Makes PLAIN mechanisms whose password stands in a file, as containers get their secrets.
 * Configuration: {@code username}, and {@code passwordFile}, a path.
 *
 * <p>The name is the mechanism's on the wire, so this one and that of kafka-vertx-sasl cannot be on
 * one path.
 */
public final class FilePlainFactory implements SaslMechanismFactory {
  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslMechanism create(JsonObject config) {
    return new FilePlain(text(config, "username"), Path.of(text(config, "passwordFile")));
  }

  private static String text(JsonObject config, String key) {
    if (config.getValue(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new IllegalArgumentException("PLAIN needs " + key + ", a text");
  }
}

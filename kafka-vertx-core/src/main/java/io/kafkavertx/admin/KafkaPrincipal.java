package io.kafkavertx.admin;

import java.util.Objects;

/**
 * Somebody whom brokers know.
 *
 * @param type {@code User}
 * @param name the name
 */
public record KafkaPrincipal(String type, String name) {
  public KafkaPrincipal {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
  }

  /** A user. */
  public static KafkaPrincipal user(String name) {
    return new KafkaPrincipal("User", name);
  }

  @Override
  public String toString() {
    return type + ":" + name;
  }
}

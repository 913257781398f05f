package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code PLAIN}: {@code username} and {@code password}, and {@code authorizationId} to act as
 * somebody else, which brokers as they come refuse.
 *
 * <p>The password goes over the wire as it is: use it over TLS only.
 */
public final class PlainFactory implements SaslMechanismFactory {
  private final Supplier<? extends Future<SaslCredentials>> supplier;

  /** Takes user name and password from the configuration. */
  public PlainFactory() {
    this(null);
  }

  private PlainFactory(Supplier<? extends Future<SaslCredentials>> supplier) {
    this.supplier = supplier;
  }

  /**
   * Takes user name and password from a supplier, for {@code setSaslMechanismFactory} of the
   * options.
   *
   * @param supplier asked at every authentication, on the client's event loop: it must not block
   */
  public static PlainFactory with(Supplier<? extends Future<SaslCredentials>> supplier) {
    return new PlainFactory(Objects.requireNonNull(supplier, "supplier"));
  }

  @Override
  public String name() {
    return PlainMechanism.NAME;
  }

  @Override
  public SaslMechanism create(JsonObject json) {
    if (supplier != null) {
      MechanismConfig config = new MechanismConfig(name(), json, Set.of("authorizationId"));
      return new PlainMechanism(config.text("authorizationId", ""), supplier);
    }
    MechanismConfig config =
        new MechanismConfig(name(), json, Set.of("username", "password", "authorizationId"));
    SaslCredentials fixed = SaslCredentials.of(config.text("username"), config.text("password"));
    return new PlainMechanism(
        config.text("authorizationId", ""), () -> Future.succeededFuture(fixed));
  }

  @Override
  public String toString() {
    return PlainMechanism.NAME;
  }
}

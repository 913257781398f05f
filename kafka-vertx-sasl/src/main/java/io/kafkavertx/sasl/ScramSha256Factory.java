package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * {@code SCRAM-SHA-256}: {@code username} and {@code password}; {@code tokenAuth} when they are a
 * delegation token's id and HMAC (default false); {@code minIterations} (default 4096) and {@code
 * maxIterations} (default 1,000,000), the bounds to what a broker may ask for.
 *
 * <p>The password never leaves the client, and the broker must prove that it knows it as well.
 */
public final class ScramSha256Factory implements SaslMechanismFactory {
  private final Supplier<? extends Future<SaslCredentials>> supplier;

  /** Takes user name and password from the configuration. */
  public ScramSha256Factory() {
    this(null);
  }

  private ScramSha256Factory(Supplier<? extends Future<SaslCredentials>> supplier) {
    this.supplier = supplier;
  }

  /**
   * Takes the credentials from a supplier, for {@code setSaslMechanismFactory} of the options.
   *
   * @param supplier asked at every authentication, on the client's event loop: it must not block
   */
  public static ScramSha256Factory with(Supplier<? extends Future<SaslCredentials>> supplier) {
    return new ScramSha256Factory(Objects.requireNonNull(supplier, "supplier"));
  }

  @Override
  public String name() {
    return ScramHash.SHA_256.mechanism();
  }

  @Override
  public SaslMechanism create(JsonObject config) {
    return ScramMechanism.of(ScramHash.SHA_256, supplier, config);
  }

  @Override
  public String toString() {
    return name();
  }
}

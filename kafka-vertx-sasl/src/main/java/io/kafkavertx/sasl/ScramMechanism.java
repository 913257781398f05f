package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;

/** SCRAM with one of the hash functions. */
final class ScramMechanism implements SaslMechanism {
  private static final int NONCE_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ScramHash hash;
  private final ScramLimits limits;
  private final Supplier<? extends Future<SaslCredentials>> credentials;
  private final Supplier<String> nonces;

  ScramMechanism(
      ScramHash hash,
      ScramLimits limits,
      Supplier<? extends Future<SaslCredentials>> credentials,
      Supplier<String> nonces) {
    this.hash = hash;
    this.limits = limits;
    this.credentials = credentials;
    this.nonces = nonces;
  }

  /**
   * @param supplier null to take user name and password from {@code json}
   */
  static ScramMechanism of(
      ScramHash hash, Supplier<? extends Future<SaslCredentials>> supplier, JsonObject json) {
    Set<String> keys =
        supplier == null
            ? Set.of("username", "password", "tokenAuth", "minIterations", "maxIterations")
            : Set.of("minIterations", "maxIterations");
    MechanismConfig config = new MechanismConfig(hash.mechanism(), json, keys);
    int least =
        (int) config.number("minIterations", ScramLimits.DEFAULT_MIN, 1, ScramLimits.LARGEST_MAX);
    int most =
        (int)
            config.number(
                "maxIterations",
                Math.max(least, ScramLimits.DEFAULT_MAX),
                least,
                ScramLimits.LARGEST_MAX);
    ScramLimits limits = new ScramLimits(least, most);
    Supplier<? extends Future<SaslCredentials>> credentials = supplier;
    if (supplier == null) {
      String username = config.text("username");
      String password = config.text("password");
      SaslCredentials fixed =
          config.flag("tokenAuth")
              ? SaslCredentials.ofDelegationToken(username, password)
              : SaslCredentials.of(username, password);
      credentials = () -> Future.succeededFuture(fixed);
    }
    return new ScramMechanism(hash, limits, credentials, ScramMechanism::nonce);
  }

  private static String nonce() {
    byte[] random = new byte[NONCE_BYTES];
    RANDOM.nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  @Override
  public String name() {
    return hash.mechanism();
  }

  @Override
  public SaslExchange start(SaslContext context) {
    return new ScramExchange(hash, limits, credentials, context, nonces.get());
  }

  @Override
  public String toString() {
    return hash.mechanism();
  }
}

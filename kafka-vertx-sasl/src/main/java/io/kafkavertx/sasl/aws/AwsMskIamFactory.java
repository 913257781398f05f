package io.kafkavertx.sasl.aws;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code AWS_MSK_IAM}: logs in to Amazon MSK with a signature by an access key. {@code
 * accessKeyId}, {@code secretAccessKey} and {@code sessionToken}, or else the environment variables
 * of {@link AwsCredentials#environment}; {@code region}, unless the broker's name has it.
 *
 * <p>Checked against published signatures, never against MSK itself. The secret does not cross the
 * wire, but the signature logs in for 15 minutes: use it over TLS only, as MSK wants it anyway.
 */
public final class AwsMskIamFactory implements SaslMechanismFactory {
  private static final Set<String> KEYS =
      Set.of("accessKeyId", "secretAccessKey", "sessionToken", "region");

  private final Supplier<? extends Future<AwsCredentials>> supplier;

  /** Takes credentials from the configuration or from the environment. */
  public AwsMskIamFactory() {
    this(null);
  }

  private AwsMskIamFactory(Supplier<? extends Future<AwsCredentials>> supplier) {
    this.supplier = supplier;
  }

  /**
   * Takes credentials from a supplier, for {@code setSaslMechanismFactory} of the options.
   *
   * @param supplier asked at every authentication, on the client's event loop: it must not block
   */
  public static AwsMskIamFactory with(Supplier<? extends Future<AwsCredentials>> supplier) {
    return new AwsMskIamFactory(Objects.requireNonNull(supplier, "supplier"));
  }

  @Override
  public String name() {
    return AwsMskIamMechanism.NAME;
  }

  @Override
  public SaslMechanism create(JsonObject config) {
    for (String key : config.fieldNames()) {
      if (!KEYS.contains(key) || (supplier != null && !key.equals("region"))) {
        throw new IllegalArgumentException(
            name() + " has no option '" + key + "'" + (supplier == null ? "" : " with a supplier"));
      }
      if (config.getValue(key) != null && !(config.getValue(key) instanceof String)) {
        throw new IllegalArgumentException(name() + ": " + key + " must be text");
      }
    }
    return new AwsMskIamMechanism(
        config.getString("region"), credentials(config), Clock.systemUTC());
  }

  private Supplier<? extends Future<AwsCredentials>> credentials(JsonObject config) {
    if (supplier != null) {
      return supplier;
    }
    boolean key = config.getString("accessKeyId") != null;
    boolean secret = config.getString("secretAccessKey") != null;
    if (key != secret || (!key && config.getString("sessionToken") != null)) {
      throw new IllegalArgumentException(
          name()
              + " needs accessKeyId and secretAccessKey together, and sessionToken only with them");
    }
    if (!key) {
      return AwsCredentials.environment();
    }
    AwsCredentials fixed =
        AwsCredentials.of(
            config.getString("accessKeyId"),
            config.getString("secretAccessKey"),
            config.getString("sessionToken"));
    return () -> Future.succeededFuture(fixed);
  }

  @Override
  public String toString() {
    return AwsMskIamMechanism.NAME;
  }
}

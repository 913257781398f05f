package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * {@code OAUTHBEARER} (RFC 7628, KIP-255).
 *
 * <p>Tokens come from a supplier ({@link #with}), from a token endpoint with client credentials
 * ({@code tokenEndpoint}, {@code allowedHosts}, {@code clientId}, {@code clientSecret}, {@code
 * scope}, {@code allowInsecureHttp}, {@code urlEncodeHeader}), or, only when {@code
 * unsecuredPrincipal} is set, from nowhere: unsigned tokens for development ({@code
 * unsecuredLifetimeSeconds}, {@code unsecuredClaims}).
 *
 * <p>For all of them: {@code extensions} (KIP-342) and {@code refreshWindowFactor} (0.8), {@code
 * refreshWindowJitter} (0.05), {@code refreshMinPeriodSeconds} (60), {@code refreshBufferSeconds}
 * (300).
 */
public final class OAuthBearerFactory implements SaslMechanismFactory {
  private static final Set<String> COMMON =
      Set.of(
          "extensions",
          "refreshWindowFactor",
          "refreshWindowJitter",
          "refreshMinPeriodSeconds",
          "refreshBufferSeconds");
  private static final Set<String> ENDPOINT =
      Set.of(
          "tokenEndpoint",
          "allowedHosts",
          "allowInsecureHttp",
          "clientId",
          "clientSecret",
          "scope",
          "urlEncodeHeader");
  private static final Set<String> UNSECURED =
      Set.of("unsecuredPrincipal", "unsecuredLifetimeSeconds", "unsecuredClaims");

  private final Supplier<? extends Future<OAuthToken>> supplier;
  private final Clock clock;
  private final RandomGenerator random;

  /** Takes the source of tokens from the configuration. */
  public OAuthBearerFactory() {
    this(null, Clock.systemUTC(), new Random());
  }

  OAuthBearerFactory(
      Supplier<? extends Future<OAuthToken>> supplier, Clock clock, RandomGenerator random) {
    this.supplier = supplier;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Takes tokens from a supplier, for {@code setSaslMechanismFactory} of the options. Each client
   * keeps its token until it is time for a new one, and asks once for all its connections.
   *
   * @param supplier called on the client's event loop: it must not block
   */
  public static OAuthBearerFactory with(Supplier<? extends Future<OAuthToken>> supplier) {
    return new OAuthBearerFactory(
        Objects.requireNonNull(supplier, "supplier"), Clock.systemUTC(), new Random());
  }

  @Override
  public String name() {
    return OAuthBearerMechanism.NAME;
  }

  @Override
  public SaslMechanism create(JsonObject json) {
    Set<String> keys = new HashSet<>(COMMON);
    if (supplier == null) {
      keys.addAll(json.containsKey("unsecuredPrincipal") ? UNSECURED : ENDPOINT);
    }
    MechanismConfig config = new MechanismConfig(name(), json, keys);
    TokenCache tokens = new TokenCache(source(config), RefreshWindow.of(config), clock, random);
    return new OAuthBearerMechanism(tokens, extensions(config));
  }

  private Supplier<? extends Future<OAuthToken>> source(MechanismConfig config) {
    if (supplier != null) {
      return supplier;
    }
    if (config.has("unsecuredPrincipal")) {
      return new UnsecuredTokens(
          config.text("unsecuredPrincipal"),
          config.number("unsecuredLifetimeSeconds", 3600, 1, 365 * 24 * 3600),
          config.object("unsecuredClaims"),
          clock);
    }
    if (!config.has("tokenEndpoint")) {
      throw new IllegalArgumentException(
          name() + " needs tokenEndpoint, or unsecuredPrincipal for tokens without a signature");
    }
    TokenEndpointOptions options =
        TokenEndpointOptions.of(config.text("tokenEndpoint"))
            .allowedHosts(new TreeSet<>(config.texts("allowedHosts")))
            .allowInsecureHttp(config.flag("allowInsecureHttp"))
            .scope(config.text("scope", ""));
    return new ClientCredentialsTokens(
        OAuthBearerFactory::currentVertx,
        options,
        config.text("clientId"),
        config.text("clientSecret"),
        config.flag("urlEncodeHeader"));
  }

  private static Vertx currentVertx() {
    Context context = Vertx.currentContext();
    if (context == null) {
      throw new IllegalStateException("tokens can only be fetched on an event loop of Vert.x");
    }
    return context.owner();
  }

  /** Checked now, not at the first connection. */
  private static Map<String, String> extensions(MechanismConfig config) {
    Map<String, String> extensions = new HashMap<>();
    for (Map.Entry<String, Object> entry : config.object("extensions")) {
      if (!(entry.getValue() instanceof String text)) {
        throw config.wrong("extensions", "must be an object of texts");
      }
      extensions.put(entry.getKey(), text);
    }
    return OAuthToken.of("x", Instant.MAX).extensions(extensions).extensions();
  }

  @Override
  public String toString() {
    return OAuthBearerMechanism.NAME;
  }
}

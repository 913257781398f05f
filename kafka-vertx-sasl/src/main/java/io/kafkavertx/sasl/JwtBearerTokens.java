package io.kafkavertx.sasl;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Fetches tokens with the JWT bearer grant (RFC 7523, section 2.1): a signed assertion is exchanged
 * for a token. For {@link OAuthBearerFactory#with}.
 */
public final class JwtBearerTokens implements Supplier<Future<OAuthToken>> {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final Vertx vertx;
  private final TokenEndpoint endpoint;
  private final String scope;
  private final Supplier<? extends Future<String>> assertions;

  private JwtBearerTokens(
      Vertx vertx, TokenEndpointOptions options, Supplier<? extends Future<String>> assertions) {
    this.vertx = Objects.requireNonNull(vertx, "vertx");
    this.endpoint = new TokenEndpoint(options);
    this.scope = options.scope();
    this.assertions = Objects.requireNonNull(assertions, "assertions");
  }

  /**
   * Fetches tokens with {@code vertx}.
   *
   * @param assertions asked for a signed JWT each time; must not block
   * @throws IllegalArgumentException when the endpoint is not https or its host is not allowed
   */
  public static JwtBearerTokens create(
      Vertx vertx, TokenEndpointOptions options, Supplier<? extends Future<String>> assertions) {
    return new JwtBearerTokens(vertx, options, assertions);
  }

  @Override
  public Future<OAuthToken> get() {
    return assertions
        .get()
        .compose(
            assertion -> {
              if (assertion == null || assertion.isEmpty()) {
                return Future.failedFuture("the assertion supplier gave nothing");
              }
              return endpoint.post(
                  vertx,
                  new TreeMap<>(
                      Map.of("grant_type", GRANT, "assertion", assertion, "scope", scope)),
                  null);
            });
  }

  /** Says nothing of the assertion. */
  @Override
  public String toString() {
    return "JWT bearer";
  }
}

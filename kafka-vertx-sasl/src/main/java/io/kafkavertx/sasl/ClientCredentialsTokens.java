package io.kafkavertx.sasl;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Fetches tokens with the client credentials grant (RFC 6749, section 4.4); the client
 * authenticates with a Basic header. For {@link OAuthBearerFactory#with}.
 */
public final class ClientCredentialsTokens implements Supplier<Future<OAuthToken>> {
  private final Supplier<Vertx> vertx;
  private final TokenEndpoint endpoint;
  private final String scope;
  private final String authorization;

  ClientCredentialsTokens(
      Supplier<Vertx> vertx,
      TokenEndpointOptions options,
      String clientId,
      String clientSecret,
      boolean urlEncodeHeader) {
    this.vertx = vertx;
    this.endpoint = new TokenEndpoint(options);
    this.scope = options.scope();
    String id = coded(filled("clientId", clientId), urlEncodeHeader);
    String secret = coded(filled("clientSecret", clientSecret), urlEncodeHeader);
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Fetches tokens with {@code vertx}.
   *
   * @throws IllegalArgumentException when the endpoint is not https or its host is not allowed, or
   *     a credential is empty
   */
  public static ClientCredentialsTokens create(
      Vertx vertx, TokenEndpointOptions options, String clientId, String clientSecret) {
    Objects.requireNonNull(vertx, "vertx");
    return new ClientCredentialsTokens(() -> vertx, options, clientId, clientSecret, false);
  }

  private static String filled(String name, String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
    return value;
  }

  private static String coded(String value, boolean urlEncode) {
    return urlEncode ? URLEncoder.encode(value, StandardCharsets.UTF_8) : value;
  }

  @Override
  public Future<OAuthToken> get() {
    return endpoint.post(
        vertx.get(),
        new TreeMap<>(Map.of("grant_type", "client_credentials", "scope", scope)),
        authorization);
  }

  /** Says nothing of the credentials. */
  @Override
  public String toString() {
    return "client credentials";
  }
}

package io.kafkavertx.sasl;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Tokens that nobody has signed (KIP-255): anybody can make them, so they are for development only,
 * on brokers that validate nothing.
 */
final class UnsecuredTokens implements Supplier<Future<OAuthToken>> {
  private final String principal;
  private final long lifetimeSeconds;
  private final JsonObject claims;
  private final Clock clock;

  UnsecuredTokens(String principal, long lifetimeSeconds, JsonObject claims, Clock clock) {
    this.principal = principal;
    this.lifetimeSeconds = lifetimeSeconds;
    this.claims = claims;
    this.clock = clock;
  }

  @Override
  public Future<OAuthToken> get() {
    Instant now = clock.instant();
    Instant end = now.plusSeconds(lifetimeSeconds);
    JsonObject body =
        claims
            .copy()
            .put("sub", principal)
            .put("iat", now.getEpochSecond())
            .put("exp", end.getEpochSecond());
    String token = part(new JsonObject().put("alg", "none")) + "." + part(body) + ".";
    return Future.succeededFuture(
        OAuthToken.of(token, Instant.ofEpochSecond(end.getEpochSecond()))
            .startsAt(now)
            .principal(principal));
  }

  private static String part(JsonObject json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }
}

package io.kafkavertx.sasl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/** Reads what a token endpoint answers (RFC 6749, section 5). Its messages quote nothing of it. */
final class TokenResponse {
  /** RFC 6749 and RFC 7523; anything else could be anything. */
  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope");

  /** Fifty years. */
  private static final long LONGEST_SECONDS = 50L * 366 * 24 * 3600;

  private TokenResponse() {}

  /**
   * The token of a successful answer. It expires when {@code expires_in} or, in a JWT, {@code exp}
   * says, whichever is sooner.
   *
   * @throws IllegalArgumentException when there is none, or nothing says when it expires
   */
  static OAuthToken parse(Buffer body) {
    JsonObject json = json(body.toString(StandardCharsets.UTF_8));
    if (json == null) {
      throw new IllegalArgumentException("answered with something that is no JSON object");
    }
    if (!(json.getValue("access_token") instanceof String token)) {
      throw new IllegalArgumentException("answered without an access_token");
    }
    if (json.getValue("token_type") instanceof String type && !type.equalsIgnoreCase("bearer")) {
      throw new IllegalArgumentException("answered with a token that is no bearer token");
    }
    Instant now = Instant.now();
    JsonObject claims = claims(token);
    Instant end = sooner(seconds(json, "expires_in", now), seconds(claims, "exp", Instant.EPOCH));
    if (end == null) {
      throw new IllegalArgumentException(
          "answered with a token of which neither expires_in nor exp says when it expires");
    }
    OAuthToken made;
    try {
      made = OAuthToken.of(token, end);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("answered with an access_token that is no bearer token");
    }
    Instant start = seconds(claims, "iat", Instant.EPOCH);
    if (start != null && start.isBefore(now)) {
      made = made.startsAt(start);
    }
    return claims.getValue("sub") instanceof String subject
        ? made.principal(Printable.of(subject, 200))
        : made;
  }

  /** The error code of RFC 6749 in an answer, for a message; empty when there is none. */
  static String error(Buffer body) {
    JsonObject json = json(body.toString(StandardCharsets.UTF_8));
    Object error = json == null ? null : json.getValue("error");
    return error instanceof String code && ERRORS.contains(code) ? " and error " + code : "";
  }

  /** What a JWT says; empty when the token is none. The broker verifies it, nobody does here. */
  private static JsonObject claims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return new JsonObject();
    }
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(parts[1]);
      JsonObject claims = json(new String(decoded, StandardCharsets.UTF_8));
      return claims == null ? new JsonObject() : claims;
    } catch (IllegalArgumentException opaque) {
      return new JsonObject();
    }
  }

  private static Instant seconds(JsonObject json, String key, Instant from) {
    if (!(json.getValue(key) instanceof Number number)
        || number.doubleValue() <= 0
        || number.doubleValue() > 4 * LONGEST_SECONDS) {
      return null;
    }
    return from.plusSeconds(number.longValue());
  }

  private static Instant sooner(Instant one, Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static JsonObject json(String text) {
    try {
      return new JsonObject(text);
    } catch (RuntimeException notAnObject) {
      return null;
    }
  }
}

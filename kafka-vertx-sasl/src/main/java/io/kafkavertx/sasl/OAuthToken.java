package io.kafkavertx.sasl;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A bearer token (RFC 6750) with what the client must know of it: how long it lives, whose it is,
 * and what else the broker is told (KIP-342). Immutable; {@link #toString} does not show the token.
 */
public final class OAuthToken {
  private static final int LONGEST = 256 * 1024;

  private final String value;
  private final Instant startsAt;
  private final Instant expiresAt;
  private final String principal;
  private final Map<String, String> extensions;

  private OAuthToken(
      String value,
      Instant startsAt,
      Instant expiresAt,
      String principal,
      Map<String, String> extensions) {
    this.value = value;
    this.startsAt = startsAt;
    this.expiresAt = expiresAt;
    this.principal = principal;
    this.extensions = extensions;
  }

  /**
   * A token that lives from now on.
   *
   * @param value the token as it goes over the wire
   * @param expiresAt when it expires
   * @throws IllegalArgumentException when the value is not what RFC 6750 allows
   */
  public static OAuthToken of(String value, Instant expiresAt) {
    Objects.requireNonNull(expiresAt, "expiresAt");
    if (value == null || value.length() > LONGEST || !isToken(value)) {
      throw new IllegalArgumentException(
          "a bearer token must be of the characters of RFC 6750, section 2.1, and at most "
              + LONGEST
              + " long");
    }
    return new OAuthToken(value, Instant.now(), expiresAt, "", Map.of());
  }

  private static boolean isToken(String value) {
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && "-._~+/".indexOf(c) < 0) {
        return false;
      }
    }
    return end > 0;
  }

  /** A copy that lives from {@code start} on: the refresh window is a part of the whole life. */
  public OAuthToken startsAt(Instant start) {
    return new OAuthToken(
        value, Objects.requireNonNull(start, "start"), expiresAt, principal, extensions);
  }

  /** A copy that names whose token it is, for logs only: the broker reads the token itself. */
  public OAuthToken principal(String name) {
    return new OAuthToken(
        value, startsAt, expiresAt, Objects.requireNonNull(name, "name"), extensions);
  }

  /**
   * A copy with SASL extensions (KIP-342) in place of those it had.
   *
   * @throws IllegalArgumentException when a name is not of letters, is {@code auth}, or a value is
   *     not printable
   */
  public OAuthToken extensions(Map<String, String> given) {
    given.forEach(
        (name, text) -> {
          if (!name.matches("[A-Za-z]+") || name.equals("auth")) {
            throw new IllegalArgumentException(
                "the extension name '" + name + "' must be of letters and not 'auth'");
          }
          if (!text.matches("[\\x21-\\x7E \\t\\r\\n]+")) {
            throw new IllegalArgumentException(
                "the value of extension '" + name + "' must be printable and not empty");
          }
        });
    return new OAuthToken(
        value, startsAt, expiresAt, principal, Collections.unmodifiableMap(new TreeMap<>(given)));
  }

  String value() {
    return value;
  }

  Instant startsAt() {
    return startsAt;
  }

  /** When it expires. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** Whose it is; empty when nobody said. */
  public String principal() {
    return principal;
  }

  Map<String, String> extensions() {
    return extensions;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "a bearer token"
        + (principal.isEmpty() ? "" : " of " + principal)
        + " until "
        + expiresAt;
  }
}

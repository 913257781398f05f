package io.kafkavertx.sasl;

/**
 * A user name and a password, or a delegation token (KIP-48). Immutable. {@link #toString} shows
 * neither.
 */
public final class SaslCredentials {
  private final String username;
  private final String password;
  private final boolean delegationToken;

  private SaslCredentials(String username, String password, boolean delegationToken) {
    this.username = filled("username", username);
    this.password = filled("password", password);
    this.delegationToken = delegationToken;
  }

  /**
   * A user's name and password.
   *
   * @throws IllegalArgumentException when one of them is null or empty, or has a NUL character
   */
  public static SaslCredentials of(String username, String password) {
    return new SaslCredentials(username, password, false);
  }

  /**
   * A delegation token, for SCRAM only.
   *
   * @param tokenId the token's id
   * @param hmac the token's HMAC in Base64, which serves as the password
   * @throws IllegalArgumentException when one of them is null or empty, or has a NUL character
   */
  public static SaslCredentials ofDelegationToken(String tokenId, String hmac) {
    return new SaslCredentials(tokenId, hmac, true);
  }

  private static String filled(String what, String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + " must not have a NUL character");
    }
    return value;
  }

  String username() {
    return username;
  }

  String password() {
    return password;
  }

  boolean isDelegationToken() {
    return delegationToken;
  }

  /** Says nothing of what it holds. */
  @Override
  public String toString() {
    return delegationToken ? "a delegation token" : "a user name and password";
  }
}

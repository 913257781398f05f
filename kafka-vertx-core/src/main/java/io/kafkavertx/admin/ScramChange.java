package io.kafkavertx.admin;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A change of a user's password for SCRAM. Its {@code toString} has no secrets. */
public final class ScramChange {
  private static final int LEAST_ITERATIONS = 4096;
  private static final int MOST_ITERATIONS = 16384;

  private final String user;
  private final ScramMechanism mechanism;
  private final int iterations;
  private final byte[] password;

  private ScramChange(String user, ScramMechanism mechanism, int iterations, byte[] password) {
    this.user = Objects.requireNonNull(user, "user");
    this.mechanism = Objects.requireNonNull(mechanism, "mechanism");
    if (mechanism == ScramMechanism.UNKNOWN) {
      throw new IllegalArgumentException("not a mechanism: " + mechanism);
    }
    this.iterations = iterations;
    this.password = password;
  }

  /** Sets a password, hashed 8,192 times. */
  public static ScramChange set(String user, ScramMechanism mechanism, String password) {
    return set(user, mechanism, password, 8192);
  }

  /**
   * Sets a password. It is salted and hashed here; it does not leave this process.
   *
   * @param iterations how often it is hashed: 4,096 to 16,384, the bounds that brokers have
   */
  public static ScramChange set(
      String user, ScramMechanism mechanism, String password, int iterations) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("the password of user " + user + " is empty");
    }
    if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations must be "
              + LEAST_ITERATIONS
              + " to "
              + MOST_ITERATIONS
              + ", not "
              + iterations);
    }
    return new ScramChange(user, mechanism, iterations, password.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a password away. */
  public static ScramChange delete(String user, ScramMechanism mechanism) {
    return new ScramChange(user, mechanism, 0, null);
  }

  public String user() {
    return user;
  }

  public ScramMechanism mechanism() {
    return mechanism;
  }

  /** How often the password is hashed; 0 when it is taken away. */
  public int iterations() {
    return iterations;
  }

  /** Whether the password is taken away. */
  public boolean isDeletion() {
    return password == null;
  }

  /** The password in UTF-8; null when it is taken away. */
  public byte[] password() {
    return password == null ? null : password.clone();
  }

  @Override
  public String toString() {
    return (isDeletion() ? "delete " : "set ") + mechanism + " of user " + user;
  }
}

package io.kafkavertx.sasl.aws;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;

/** An access key of AWS, with or without a session token. Shows nothing of its secrets. */
public final class AwsCredentials {
  private final String accessKeyId;
  private final String secretAccessKey;
  private final String sessionToken;

  private AwsCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {
    this.accessKeyId = filled("accessKeyId", accessKeyId);
    this.secretAccessKey = filled("secretAccessKey", secretAccessKey);
    this.sessionToken = sessionToken == null || sessionToken.isEmpty() ? null : sessionToken;
  }

  /**
   * A key that stays.
   *
   * @throws IllegalArgumentException if one of them is empty
   */
  public static AwsCredentials of(String accessKeyId, String secretAccessKey) {
    return new AwsCredentials(accessKeyId, secretAccessKey, null);
  }

  /**
   * A key of a session.
   *
   * @param sessionToken null or empty when there is none
   * @throws IllegalArgumentException if one of the others is empty
   */
  public static AwsCredentials of(String accessKeyId, String secretAccessKey, String sessionToken) {
    return new AwsCredentials(accessKeyId, secretAccessKey, sessionToken);
  }

  /**
   * What the environment variables {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and
   * {@code AWS_SESSION_TOKEN} say at each call.
   */
  public static Supplier<Future<AwsCredentials>> environment() {
    return () -> from(System.getenv());
  }

  static Future<AwsCredentials> from(Map<String, String> environment) {
    String key = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (key == null || key.isEmpty() || secret == null || secret.isEmpty()) {
      return Future.failedFuture(
          "the environment has no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; give the options"
              + " accessKeyId and secretAccessKey, or a supplier");
    }
    return Future.succeededFuture(of(key, secret, environment.get("AWS_SESSION_TOKEN")));
  }

  private static String filled(String what, String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    return value;
  }

  String accessKeyId() {
    return accessKeyId;
  }

  String secretAccessKey() {
    return secretAccessKey;
  }

  /** Null when there is none. */
  String sessionToken() {
    return sessionToken;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return sessionToken == null ? "an AWS access key" : "an AWS access key with a session token";
  }
}

package io.kafkavertx.sasl.aws;

import io.kafkavertx.sasl.OAuthToken;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Tokens with which Amazon MSK takes {@code OAUTHBEARER}: a signed request, in Base64. For {@link
 * io.kafkavertx.sasl.OAuthBearerFactory#with}. Each is valid for 15 minutes. Never run against MSK.
 */
public final class AwsMskTokens implements Supplier<Future<OAuthToken>> {
  private final String region;
  private final Supplier<? extends Future<AwsCredentials>> credentials;
  private final Clock clock;

  private AwsMskTokens(
      String region, Supplier<? extends Future<AwsCredentials>> credentials, Clock clock) {
    this.region = Objects.requireNonNull(region, "region");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
    this.clock = clock;
  }

  /**
   * Tokens for one region.
   *
   * @param region {@code us-east-1} for example
   * @param credentials asked for each token; it must not block
   */
  public static AwsMskTokens create(
      String region, Supplier<? extends Future<AwsCredentials>> credentials) {
    return new AwsMskTokens(region, credentials, Clock.systemUTC());
  }

  static AwsMskTokens create(
      String region, Supplier<? extends Future<AwsCredentials>> credentials, Clock clock) {
    return new AwsMskTokens(region, credentials, clock);
  }

  /** A new token. */
  @Override
  public Future<OAuthToken> get() {
    return AwsMskIamMechanism.ask(credentials).map(this::token);
  }

  private OAuthToken token(AwsCredentials given) {
    Instant now = clock.instant();
    return OAuthToken.of(encoded(given, now), now.plus(AwsMskIamMechanism.LIFE)).startsAt(now);
  }

  String encoded(AwsCredentials given, Instant now) {
    PresignedRequest request =
        PresignedRequest.sign(
            "kafka." + region + ".amazonaws.com",
            "/",
            PresignedRequest.NO_BODY,
            Map.of("Action", AwsMskIamMechanism.ACTION),
            region + "/" + AwsMskIamMechanism.SERVICE,
            given,
            now,
            AwsMskIamMechanism.LIFE);
    // The user agent is not part of what is signed.
    String url =
        "https://"
            + request.host()
            + "/?"
            + request.query()
            + "&User-Agent="
            + AwsMskIamMechanism.USER_AGENT;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(url.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "tokens of Amazon MSK in " + region;
  }
}

package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The token of one client. It is replaced by the first authentication that comes when its time is
 * near; however many connections want it meanwhile, the supplier is asked once. When that fails the
 * old token serves as long as it is valid, and the supplier is left alone for a while.
 *
 * <p>On the client's event loop only.
 */
final class TokenCache {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  static final long FIRST_BACKOFF_MS = 100;
  static final long LONGEST_BACKOFF_MS = 10_000;

  /** A supplier that has not answered by then is asked again by whoever comes next. */
  static final long PATIENCE_MS = 60_000;

  private final Supplier<? extends Future<OAuthToken>> supplier;
  private final RefreshWindow window;
  private final Clock clock;
  private final RandomGenerator random;
  private OAuthToken current;
  private long refreshAt;
  private Future<OAuthToken> fetching;
  private long fetchingSince;
  private int fetches;
  private int failures;
  private long retryAt;
  private Throwable lastFailure;

  TokenCache(
      Supplier<? extends Future<OAuthToken>> supplier,
      RefreshWindow window,
      Clock clock,
      RandomGenerator random) {
    this.supplier = supplier;
    this.window = window;
    this.clock = clock;
    this.random = random;
  }

  /** A token that is valid now. */
  Future<OAuthToken> token(SaslContext context) {
    long now = clock.millis();
    if (isValid(now) && now < refreshAt) {
      return Future.succeededFuture(current);
    }
    if (fetching != null && now - fetchingSince < PATIENCE_MS) {
      return fetching;
    }
    if (now < retryAt) {
      return isValid(now) ? Future.succeededFuture(current) : Future.failedFuture(lastFailure);
    }
    return fetch(context, now);
  }

  private boolean isValid(long now) {
    return current != null && now < current.expiresAt().toEpochMilli();
  }

  private Future<OAuthToken> fetch(SaslContext context, long now) {
    int mine = ++fetches;
    fetchingSince = now;
    Future<OAuthToken> fetched =
        CredentialSource.ask(OAuthBearerMechanism.NAME, context, supplier, this::checked)
            .transform(
                result ->
                    result.succeeded()
                        ? fetched(mine, result.result())
                        : failed(mine, result.cause()));
    if (!fetched.isComplete()) {
      fetching = fetched;
    }
    return fetched;
  }

  private OAuthToken checked(OAuthToken token) {
    if (token.expiresAt().toEpochMilli() <= clock.millis()) {
      throw new IllegalStateException(
          OAuthBearerMechanism.NAME
              + ": the token supplier gave a token that expired at "
              + token.expiresAt());
    }
    return token;
  }

  private Future<OAuthToken> fetched(int mine, OAuthToken token) {
    if (mine == fetches) {
      long now = clock.millis();
      fetching = null;
      failures = 0;
      retryAt = 0;
      lastFailure = null;
      current = token;
      refreshAt =
          window.refreshAt(
              now, token.startsAt().toEpochMilli(), token.expiresAt().toEpochMilli(), random);
    }
    return Future.succeededFuture(token);
  }

  private Future<OAuthToken> failed(int mine, Throwable cause) {
    long now = clock.millis();
    if (mine == fetches) {
      fetching = null;
      failures++;
      lastFailure = cause;
      long backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS << Math.min(16, failures - 1));
      retryAt = now + (long) (backoff * (0.8 + 0.4 * random.nextDouble()));
    }
    if (isValid(now)) {
      LOG.warn("No new token, " + current + " is used a little longer: " + cause.getMessage());
      return Future.succeededFuture(current);
    }
    return Future.failedFuture(cause);
  }

  /** Forgets the token. */
  void clear() {
    current = null;
  }
}

package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final FakeContext context = new FakeContext();
  private final List<Promise<OAuthToken>> asked = new ArrayList<>();
  private Instant now = START;
  private final TokenCache cache =
      new TokenCache(
          () -> {
            asked.add(Promise.promise());
            return asked.get(asked.size() - 1).future();
          },
          RefreshWindow.DEFAULT,
          new MovingClock(),
          new Random(7));

  private final class MovingClock extends Clock {
    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private OAuthToken token(String value, Duration life) {
    return OAuthToken.of(value, now.plus(life)).startsAt(now);
  }

  private String value() {
    Future<OAuthToken> token = cache.token(context);
    return token.succeeded() ? token.result().value() : null;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void allConnectionsOfAClientWaitForOneToken() {
    Future<OAuthToken> first = cache.token(context);
    Future<OAuthToken> second = cache.token(context);
    assertThat(asked).hasSize(1);
    asked.get(0).complete(token("a", Duration.ofHours(1)));
    assertThat(first.result().value()).isEqualTo("a");
    assertThat(second.result().value()).isEqualTo("a");
    assertThat(value()).isEqualTo("a");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aTokenIsReplacedInTheLastFifthOfItsLife() {
    cache.token(context);
    asked.get(0).complete(token("a", Duration.ofHours(10)));
    pass(Duration.ofMinutes(8 * 60 - 1));
    assertThat(value()).isEqualTo("a");
    // Jitter moves the time by a twentieth of the life at most.
    pass(Duration.ofMinutes(32));
    Future<OAuthToken> next = cache.token(context);
    assertThat(next.isComplete()).isFalse();
    asked.get(1).complete(token("b", Duration.ofHours(10)));
    assertThat(next.result().value()).isEqualTo("b");
  }

  @Test
  void aFailedRefreshKeepsTheOldTokenAndBacksOff() {
    cache.token(context);
    asked.get(0).complete(token("a", Duration.ofHours(1)));
    pass(Duration.ofMinutes(56));
    Future<OAuthToken> next = cache.token(context);
    asked.get(1).fail("down");
    assertThat(next.result().value()).isEqualTo("a");
    for (int i = 0; i < 100; i++) {
      assertThat(value()).isEqualTo("a");
    }
    assertThat(asked).hasSize(2);
    pass(Duration.ofMillis(121));
    cache.token(context);
    assertThat(asked).hasSize(3);
    asked.get(2).fail("still down");
    pass(Duration.ofMinutes(5));
    Future<OAuthToken> expired = cache.token(context);
    asked.get(3).fail("down for good");
    assertThat(expired.cause()).hasMessageContaining("down for good");
  }

  @Test
  void aSupplierThatFailsOnAndOnIsAskedEverMoreSeldom() {
    int authentications = 0;
    for (int i = 0; i < 60_000; i += 10) {
      Future<OAuthToken> token = cache.token(context);
      if (!token.isComplete()) {
        asked.get(asked.size() - 1).fail("down");
      }
      assertThat(token.cause()).hasMessageContaining("down");
      authentications++;
      pass(Duration.ofMillis(10));
    }
    assertThat(authentications).isEqualTo(6000);
    // 0.1 + 0.2 + ... + 6.4 s, then every 10 s; with jitter.
    assertThat(asked.size()).isBetween(10, 15);
  }

  @Test
  void aSupplierThatNeverAnswersDoesNotBlockForEver() {
    Future<OAuthToken> stuck = cache.token(context);
    pass(Duration.ofSeconds(61));
    Future<OAuthToken> next = cache.token(context);
    assertThat(asked).hasSize(2);
    asked.get(1).complete(token("b", Duration.ofHours(1)));
    assertThat(next.result().value()).isEqualTo("b");
    // The late answer does not replace the newer token.
    asked.get(0).complete(token("a", Duration.ofHours(1)));
    assertThat(stuck.result().value()).isEqualTo("a");
    assertThat(value()).isEqualTo("b");
  }

  @Test
  void anExpiredTokenIsNotTaken() {
    Future<OAuthToken> token = cache.token(context);
    asked.get(0).complete(token("a", Duration.ofSeconds(-1)));
    assertThat(token.cause()).hasMessageContaining("that expired at 2029-12-31T23:59:59Z");
  }

  @Test
  void theWindowHonoursItsLimits() {
    Random none =
        new Random() {
          private static final long serialVersionUID = 1L;

          @Override
          public double nextDouble() {
            return 0;
          }
        };
    RefreshWindow window = RefreshWindow.DEFAULT;
    // 0.8 of an hour; the last five minutes of ten hours' 0.99; a minute at least.
    assertThat(window.refreshAt(0, 0, 3_600_000, none)).isEqualTo(2_880_000);
    assertThat(new RefreshWindow(0.999, 0, 60_000, 300_000).refreshAt(0, 0, 36_000_000, none))
        .isEqualTo(35_700_000);
    assertThat(window.refreshAt(3_000_000, 0, 3_600_000, none)).isEqualTo(3_060_000);
    // Too short for either: the factor alone counts.
    assertThat(window.refreshAt(0, 0, 100_000, none)).isEqualTo(80_000);
  }
}

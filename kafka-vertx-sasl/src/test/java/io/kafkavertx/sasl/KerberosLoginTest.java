package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Test;

class KerberosLoginTest {
  private final FakeContext context = new FakeContext();
  private final MovingClock clock = new MovingClock();
  private final Tickets login = new Tickets();

  private static final class MovingClock extends Clock {
    long millis = 1_000_000;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  /** Tickets of 100 seconds, for as long as the key server is up. */
  private final class Tickets extends KerberosLogin {
    boolean down;
    int asked;

    Tickets() {
      super(KerberosSource.keytab("/k", "p"), clock);
    }

    @Override
    Ticket login() {
      asked++;
      if (down) {
        throw new IllegalStateException("the KDC is not reachable");
      }
      return new Ticket(new Subject(), clock.millis + 80_000, clock.millis + 100_000);
    }
  }

  @Test
  void aTicketServesUntilMostOfItsLifeIsOver() {
    Subject first = login.subject(context).result();
    clock.millis += 79_000;
    assertThat(login.subject(context).result()).isSameAs(first);
    clock.millis += 2_000;
    assertThat(login.subject(context).result()).isNotSameAs(first);
    assertThat(login.asked).isEqualTo(2);
  }

  @Test
  void aTicketThatIsValidServesWhileThereIsNoOtherAndTheKdcIsNotHammered() {
    Subject first = login.subject(context).result();
    login.down = true;
    clock.millis += 81_000;
    for (int i = 0; i < 5; i++) {
      assertThat(login.subject(context).result()).isSameAs(first);
    }
    assertThat(login.asked).isEqualTo(2);
    clock.millis += 20_000;
    assertThat(login.subject(context).cause()).hasMessage("the KDC is not reachable");
    login.down = false;
    assertThat(login.subject(context).succeeded()).isTrue();
  }

  @Test
  void aTicketThatDidNotHelpIsReplacedIfItCanBe() {
    Subject first = login.subject(context).result();
    login.forget();
    Subject second = login.subject(context).result();
    assertThat(second).isNotSameAs(first);
    login.forget();
    login.down = true;
    assertThat(login.subject(context).result()).isSameAs(second);
  }

  @Test
  void aClosedClientKeepsNoTicket() {
    login.subject(context);
    login.close();
    login.down = true;
    assertThat(login.subject(context).failed()).isTrue();
  }
}

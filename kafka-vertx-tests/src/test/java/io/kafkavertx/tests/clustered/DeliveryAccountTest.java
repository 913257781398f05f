package io.kafkavertx.tests.clustered;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The account finds what it is there to find. */
final class DeliveryAccountTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final DeliveryAccount account = new DeliveryAccount(4, 200 * MS);
  private long attempts;
  private long now;

  private void later() {
    now += 10 * MS;
  }

  private long begin(int id) {
    later();
    attempts++;
    account.heard("a", "+ " + attempts + " " + id + " 0 " + id + " " + now);
    return attempts;
  }

  private void end(String how, long attempt, int id) {
    later();
    account.heard("a", how + " " + attempt + " " + id + " " + now);
  }

  private void handle(int id) {
    end("=", begin(id), id);
  }

  @Test
  void aRunInGoodOrderHasNothingAgainstIt() {
    handle(0);
    end("-", begin(1), 1);
    handle(1);
    end("-", begin(2), 2);
    later();
    account.deadLetter(2, now);
    handle(3);
    handle(3);
    later();
    account.committed(0, 4, now);
    assertThat(account.lost()).isEmpty();
    assertThat(account.outOfOrder(0)).isEmpty();
    assertThat(account.outOfOrder(1)).isEmpty();
    assertThat(account.committedTooEarly()).isEmpty();
    assertThat(account.mostInHands()).isEqualTo(1);
    assertThat(account.attempts()).isEqualTo(6);
    assertThat(account.refused()).isEqualTo(2);
  }

  @Test
  void lostRecordsAreFound() {
    handle(0);
    end("-", begin(1), 1);
    end(".", begin(2), 2);
    assertThat(account.lost())
        .containsExactly("1 is not done", "2 is not done", "3 never came to a handler");
  }

  @Test
  void aRecordThatOvertakesTheOneBeforeItIsFound() {
    long first = begin(0);
    begin(1);
    end("=", first, 0);
    end("-", begin(2), 2);
    begin(3);
    assertThat(account.outOfOrder(0))
        .containsExactly(
            "1 was begun before 0 was done",
            "2 was begun before 1 was done",
            "3 was begun before 2 was done");
    // Of two keys, 0 and 2 are one, 1 and 3 the other.
    assertThat(account.outOfOrder(2)).containsExactly("3 was begun before 1 was done");
  }

  @Test
  void aRecordThatIsBegunBeforeTheDeadLetterIsWrittenIsFound() {
    end("-", begin(0), 0);
    begin(1);
    later();
    account.deadLetter(0, now);
    assertThat(account.outOfOrder(0)).containsExactly("1 was begun before 0 was done");
  }

  @Test
  void aCommitThatIsAheadOfTheAcknowledgementsIsFound() {
    handle(0);
    long second = begin(1);
    later();
    account.committed(0, 1, now);
    account.committed(0, 2, now);
    end("=", second, 1);
    account.committed(0, 2, now);
    account.committed(0, 3, now);
    assertThat(account.committedTooEarly())
        .containsExactly(
            "partition 0 was committed up to 2 too early",
            "partition 0 was committed up to 3 too early");
  }

  @Test
  void whatHandlersHaveInTheirHandsIsCountedAndADeadOneHasNothing() {
    long first = begin(0);
    begin(1);
    begin(2);
    end("=", first, 0);
    assertThat(account.mostInHands()).isEqualTo(3);
    later();
    account.died("a", now);
    begin(3);
    assertThat(account.mostInHands()).isEqualTo(3);
    assertThat(account.unanswered()).isEqualTo(2);
    end("=", attempts, 3);
    // The delivery has given these up, and may have sent others.
    long slow = begin(0);
    now += 200 * MS;
    begin(1);
    begin(2);
    begin(3);
    end("=", slow, 0);
    assertThat(account.mostInHands()).isEqualTo(3);
  }
}

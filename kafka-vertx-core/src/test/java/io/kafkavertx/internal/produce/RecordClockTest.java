package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.internal.net.VirtualLoop;
import org.junit.jupiter.api.Test;

class RecordClockTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final RecordClock clock = new RecordClock(loop);

  @Test
  void theNextTurnHasItsOwnTime() {
    long first = clock.millis();
    loop.advanceMillis(5);
    assertThat(clock.millis()).isEqualTo(first + 5);
  }

  @Test
  void aTurnThatGoesOnForLongGetsLaterTimes() {
    long[] times = new long[2];
    loop.execute(
        () -> {
          times[0] = clock.millis();
          loop.pass(7);
          for (int i = 0; i < 64; i++) {
            times[1] = clock.millis();
          }
        });
    loop.turn();
    assertThat(times[1]).isEqualTo(times[0] + 7);
  }
}

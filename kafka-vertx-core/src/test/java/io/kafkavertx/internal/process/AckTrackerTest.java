package io.kafkavertx.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class AckTrackerTest {
  private final AckTracker tracker = new AckTracker();

  @Test
  void aGapHoldsTheCommitBack() {
    AckTracker.Entry first = tracker.delivered(10, 1, 0);
    AckTracker.Entry second = tracker.delivered(11, 1, 0);
    AckTracker.Entry third = tracker.delivered(15, 2, 0);

    assertThat(tracker.acknowledged(third)).isFalse();
    assertThat(tracker.acknowledged(second)).isFalse();
    assertThat(tracker.committable()).isEqualTo(-1);

    assertThat(tracker.acknowledged(first)).isTrue();
    assertThat(tracker.committable()).isEqualTo(16);
    assertThat(tracker.leaderEpoch()).isEqualTo(2);
    assertThat(tracker.outstanding()).isZero();
  }

  @Test
  void anOffsetThatDoesNotRiseIsABug() {
    tracker.delivered(5, -1, 0);

    assertThatThrownBy(() -> tracker.delivered(5, -1, 0)).isInstanceOf(IllegalStateException.class);
  }

  @RepeatedTest(50)
  void inAnyOrderOfAcknowledgementsNothingUnacknowledgedIsPassed(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    List<AckTracker.Entry> entries = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long offset = random.nextInt(100);
    for (int i = 0; i < 200; i++) {
      entries.add(tracker.delivered(offset, -1, 0));
      offsets.add(offset);
      offset += 1 + random.nextInt(3);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    List<Long> open = new ArrayList<>(offsets);
    for (int index : order) {
      tracker.acknowledged(entries.get(index));
      open.remove(offsets.get(index));
      long firstOpen = open.isEmpty() ? Long.MAX_VALUE : open.get(0);
      assertThat(tracker.committable()).isLessThanOrEqualTo(firstOpen);
      assertThat(tracker.outstanding())
          .isEqualTo(open.isEmpty() ? 0 : offsets.size() - offsets.indexOf(firstOpen));
    }
    assertThat(tracker.committable()).isEqualTo(offsets.get(offsets.size() - 1) + 1);
  }

  @Test
  void theAgeIsThatOfTheFirstRecordWithoutAnAcknowledgement() {
    assertThat(tracker.oldestAge(1000)).isZero();
    AckTracker.Entry first = tracker.delivered(1, -1, 100);
    AckTracker.Entry second = tracker.delivered(2, -1, 300);
    assertThat(tracker.oldestAge(1000)).isEqualTo(900);
    tracker.acknowledged(second);
    assertThat(tracker.oldestAge(1000)).isEqualTo(900);
    AckTracker.Entry third = tracker.delivered(3, -1, 600);
    tracker.acknowledged(first);
    assertThat(tracker.oldestAge(1000)).isEqualTo(400);
    tracker.acknowledged(third);
    assertThat(tracker.oldestAge(1000)).isZero();
  }
}

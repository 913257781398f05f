package io.kafkavertx.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameStoreTest {
  private static final int SMALLEST = 1_000;

  private final List<byte[]> wiped = new ArrayList<>();
  private final FrameStore store = new FrameStore(SMALLEST, wiped::add);

  @Test
  void anArrayThatWasGivenBackIsUsedForAFrameOfAboutItsSize() {
    byte[] array = store.take(100_000);
    store.giveBack(array);
    assertThat(wiped).containsExactly(array);
    assertThat(store.take(99_000)).isSameAs(array);
    assertThat(store.take(99_000)).as("one frame at a time").isNotSameAs(array);
  }

  @Test
  void anArrayIsNeverTooSmallAndNeverMoreThanTwiceAsLarge() {
    for (int size = 0; size < 40_000; size += 37) {
      byte[] array = store.take(size);
      assertThat(array.length).isBetween(size, Math.max(2 * size, SMALLEST));
      store.giveBack(array);
    }
  }

  @Test
  void theBestFitIsTaken() {
    byte[] large = store.take(150_000);
    byte[] fitting = store.take(100_000);
    store.giveBack(fitting);
    store.giveBack(large);
    assertThat(store.take(100_000)).isSameAs(fitting);
  }

  @Test
  void smallFramesHaveArraysOfTheirOwnSize() {
    byte[] array = store.take(SMALLEST - 1);
    assertThat(array).hasSize(SMALLEST - 1);
    store.giveBack(array);
    assertThat(wiped).isEmpty();
    assertThat(store.take(SMALLEST - 1)).isNotSameAs(array);
  }

  @Test
  void whatNobodyUsesIsLeftToTheGarbageCollector() {
    List<byte[]> pinned = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pinned.add(store.take(100_000));
    }
    pinned.forEach(store::giveBack);
    assertThat(pinned).filteredOn(array -> pinned.contains(store.take(100_000))).hasSizeLessThan(9);
  }
}

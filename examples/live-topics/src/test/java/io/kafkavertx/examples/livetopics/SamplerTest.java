package io.kafkavertx.examples.livetopics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerTest {
  @Test
  void fewAreAllKeptInOrder() {
    Sampler<Integer> sampler = new Sampler<>(4);
    List.of(3, 1, 2).forEach(sampler::offer);

    assertThat(sampler.take()).containsExactly(3, 1, 2);
    assertThat(sampler.take()).isEmpty();
    assertThat(sampler.leftOut()).isZero();
  }

  @Test
  void ofManyNoMoreThanTheCapacityAreKeptInTheOrderInWhichTheyCame() {
    Sampler<Integer> sampler = new Sampler<>(20);
    for (int i = 0; i < 5_000; i++) {
      sampler.offer(i);
    }

    assertThat(sampler.take()).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(sampler.leftOut()).isEqualTo(4_980);
  }

  @Test
  void eachHasTheSameChance() {
    Sampler<Integer> sampler = new Sampler<>(10);
    int[] times = new int[4];
    for (int round = 0; round < 2_000; round++) {
      for (int i = 0; i < 100; i++) {
        sampler.offer(i);
      }
      sampler.take().forEach(i -> times[i / 25]++);
    }

    // 5,000 are expected in each quarter; six standard deviations are about 370.
    for (int kept : times) {
      assertThat(kept).isBetween(4_600, 5_400);
    }
  }

  @Test
  void whatIsSparedIsKeptWhole() {
    Sampler<Integer> sampler = new Sampler<>(10);
    sampler.spare(100);
    for (int i = 0; i < 500; i++) {
      sampler.offer(i);
    }
    List<Integer> taken = sampler.take();
    assertThat(taken).hasSize(110).isSorted().startsWith(0, 1, 2).contains(99);
    assertThat(sampler.leftOut()).isEqualTo(390);
    for (int i = 0; i < 50; i++) {
      sampler.offer(i);
    }
    assertThat(sampler.take()).hasSize(10);
  }
}

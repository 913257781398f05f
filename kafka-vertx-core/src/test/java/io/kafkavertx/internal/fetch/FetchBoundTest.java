package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is held and what is on its way never exceeds {@code maxBufferedBytes}, counted byte by byte,
 * and yet everything is read.
 */
final class FetchBoundTest {
  private static ConsumerOptions options(long bound) {
    return new ConsumerOptions().setMaxBufferedBytes(bound).setAutoOffsetReset("none");
  }

  private static List<TopicPartition> some(FetchModel model) {
    List<TopicPartition> some = new ArrayList<>();
    model
        .logs
        .keySet()
        .forEach(
            tp -> {
              if (model.random.nextInt(3) == 0) {
                some.add(tp);
              }
            });
    return some;
  }

  /** Reads with pauses, seeks, lost connections, partitions that go and come. */
  private static void roam(FetchModel model, int steps) {
    List<TopicPartition> all = new ArrayList<>(model.logs.keySet());
    model.start();
    for (int step = 0; step < steps; step++) {
      TopicPartition any = all.get(model.random.nextInt(all.size()));
      switch (model.random.nextInt(8)) {
        case 0 -> model.fetcher.pause(some(model), true);
        case 1 -> model.fetcher.pause(some(model), false);
        case 2 -> model.seek(any, model.random.nextInt(model.logs.get(any).size() + 1));
        case 3 -> {
          model.fetcher.remove(List.of(any));
          model.fetcher.add(List.of(any));
          model.seek(any, model.next.get(any));
          model.fetcher.start(List.of(any));
        }
        default -> model.drain(model.random.nextInt(30));
      }
      model.check();
      model.loop.advanceMillis(model.random.nextInt(20));
    }
    model.fetcher.pause(all, false);
    model.readAll();
  }

  private static FetchModel model(long seed, int version, long bound, int largest) {
    ConsumerOptions options = options(bound).setMaxPartitionFetchBytes(2000);
    FetchModel model = new FetchModel(seed, 1 + (int) (seed % 4), 12, version, options);
    for (TopicPartition tp : model.logs.keySet()) {
      for (int batch = 0; batch < 30; batch++) {
        model.append(tp, model.random.nextInt(model.random.nextInt(20) == 0 ? largest : 500));
      }
    }
    return model;
  }

  @Test
  void theBoundHoldsWhateverHappens() {
    for (int seed = 0; seed < 80; seed++) {
      roam(model(seed, 12, 20_000, 10_000), 200);
    }
  }

  @Test
  void aBatchThatIsLargerThanTheBoundIsReadAlone() {
    for (int seed = 0; seed < 40; seed++) {
      roam(model(seed, 12, 3_000, 10_000), 100);
    }
  }

  @Test
  void aBoundOfOneByteReadsBatchByBatch() {
    roam(model(1, 12, 1, 500), 50);
  }

  @Test
  void brokersThatKnowNoTotalAreAskedForLittleOfEachPartition() {
    ConsumerOptions options = options(1_000_000);
    FetchModel model = new FetchModel(1, 2, 100, 2, options);
    for (TopicPartition tp : model.logs.keySet()) {
      for (int batch = 0; batch < 20; batch++) {
        model.append(tp, batch == 7 ? 30_000 : 2_000);
      }
    }
    model.start();
    model.readAll();
    assertThat(model.mostHeld).isLessThanOrEqualTo(1_600_000);
  }

  @Test
  void whatIsPausedMakesRoomForWhatIsNot() {
    FetchModel model = new FetchModel(3, 3, 30, 12, options(30_000));
    for (TopicPartition tp : model.logs.keySet()) {
      for (int batch = 0; batch < 40; batch++) {
        model.append(tp, 1_000);
      }
    }
    model.start();
    model.loop.advanceMillis(3_000);
    assertThat(model.fetcher.buffered().total()).isGreaterThan(14_000);
    List<TopicPartition> all = new ArrayList<>(model.logs.keySet());
    TopicPartition one = all.remove(17);
    model.fetcher.pause(all, true);
    for (int turn = 0; turn < 5_000 && model.next.get(one) < 40; turn++) {
      model.loop.advanceMillis(5);
      model.drain(100);
    }
    assertThat(model.next.get(one)).isEqualTo(40);
    model.fetcher.pause(all, false);
    model.readAll();
  }

  @Test
  void noBrokerStarvesWhenRoomIsShort() {
    FetchModel model = new FetchModel(4, 5, 5, 12, options(12_000));
    for (TopicPartition tp : model.logs.keySet()) {
      for (int batch = 0; batch < 200; batch++) {
        model.append(tp, 900);
      }
    }
    model.start();
    while (model.next.values().stream().noneMatch(next -> next == 200)) {
      model.loop.advanceMillis(1);
      model.drain(3);
    }
    assertThat(model.next.values()).allSatisfy(next -> assertThat(next).isGreaterThan(100));
  }

  @Test
  void withoutSessionsNoPartitionStarves() {
    ConsumerOptions options = options(1 << 20).setFetchMaxBytes(4_000);
    FetchModel model = new FetchModel(5, 1, 50, 6, options.setMaxPartitionFetchBytes(4_000));
    for (TopicPartition tp : model.logs.keySet()) {
      for (int batch = 0; batch < 100; batch++) {
        model.append(tp, 900);
      }
    }
    model.start();
    while (model.next.values().stream().noneMatch(next -> next == 100)) {
      model.loop.advanceMillis(5);
      model.drain(1_000);
    }
    assertThat(model.next.values()).allSatisfy(next -> assertThat(next).isGreaterThan(50));
  }

  /** The memory that is really reachable, as the garbage collector sees it. */
  @Test
  void whatIsCountedIsWhatIsInMemory() {
    FetchModel model = model(7, 12, 50_000, 5_000);
    model.start();
    for (int round = 0; round < 6; round++) {
      for (int step = 0; step < 20; step++) {
        model.loop.advanceMillis(10);
        model.fetcher.pause(some(model), model.random.nextBoolean());
        model.drain(model.random.nextInt(15));
      }
      System.gc();
      long reachable = 0;
      for (var answer : model.answers) {
        byte[] bytes = answer.get();
        reachable += bytes == null ? 0 : bytes.length;
      }
      assertThat(reachable).isLessThanOrEqualTo(model.fetcher.buffered().total());
    }
  }
}

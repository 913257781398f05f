package io.kafkavertx.examples.livetopics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Keeps a fair sample of what it is offered between two calls of {@link #take()}: each has the same
 * chance, however many come (Vitter's algorithm R). In the order in which they came.
 *
 * @param <T> what is sampled
 */
final class Sampler<T> {
  private record Kept<T>(long number, T item) {}

  private final SplittableRandom random = new SplittableRandom();
  private final List<Kept<T>> kept = new ArrayList<>();
  private final List<Kept<T>> spared = new ArrayList<>();
  private final int capacity;
  private int toSpare;
  private long offered;
  private long left;

  Sampler(int capacity) {
    this.capacity = capacity;
  }

  /** How many were offered and not kept, in all samples that were taken. */
  long leftOut() {
    return left;
  }

  /** The next so many that are offered are all kept, whatever the capacity. */
  void spare(int count) {
    toSpare = count;
  }

  void offer(T item) {
    long number = offered++;
    if (toSpare > 0) {
      toSpare--;
      spared.add(new Kept<>(number, item));
      return;
    }
    if (kept.size() < capacity) {
      kept.add(new Kept<>(number, item));
      return;
    }
    long place = random.nextLong(offered - spared.size());
    if (place < capacity) {
      kept.set((int) place, new Kept<>(number, item));
    }
  }

  /** The sample; the next one starts empty. */
  List<T> take() {
    kept.addAll(spared);
    @SuppressWarnings({"unchecked", "rawtypes"})
    Kept<T>[] sorted = kept.toArray(new Kept[0]);
    Arrays.sort(sorted, (a, b) -> Long.compare(a.number(), b.number()));
    List<T> taken = new ArrayList<>(sorted.length);
    for (Kept<T> one : sorted) {
      taken.add(one.item());
    }
    left += offered - taken.size();
    clear();
    return taken;
  }

  void clear() {
    kept.clear();
    spared.clear();
    offered = 0;
  }
}

package io.kafkavertx.internal.process;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Records that wait for another attempt, the one that is due first at the front. */
final class RetryQueue<K, V> {
  private final PriorityQueue<Work<K, V>> queue =
      new PriorityQueue<>(Comparator.comparingLong(work -> work.at));

  void add(Work<K, V> work) {
    queue.add(work);
  }

  /** The next that is due by {@code now}; null when there is none. */
  Work<K, V> due(long now) {
    Work<K, V> first = queue.peek();
    return first == null || first.at > now ? null : queue.poll();
  }

  /** When the first is due; {@code none} when there is none. */
  long next(long none) {
    Work<K, V> first = queue.peek();
    return first == null ? none : first.at;
  }

  /** The records of a lane are not tried again. */
  void drop(Lane<K, V> lane) {
    queue.removeIf(
        work -> {
          if (work.lane != lane) {
            return false;
          }
          work.over();
          return true;
        });
  }

  void clear() {
    queue.clear();
  }
}

package io.kafkavertx.internal.vertx;

import io.kafkavertx.internal.consumer.Handout;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A handful of things that one thread takes one by one, while the client's event loop may look how
 * far it is, and may take back what is left.
 *
 * @param <T> the things
 */
public final class PulledRecords<T> implements Handout {
  private final List<T> items;
  private final AtomicInteger taken = new AtomicInteger();
  private volatile int through;

  /** Takes things over; the list must not change. */
  public PulledRecords(List<T> items) {
    this.items = items;
  }

  /** The next one; null when there is none left, or the rest was taken back. Of one thread. */
  public T take() {
    int index = taken.get();
    return index >= 0 && index < items.size() && taken.compareAndSet(index, index + 1)
        ? items.get(index)
        : null;
  }

  /** Everything that was taken is done with. Of the thread that takes. */
  public void done() {
    int count = taken.get();
    through = count < 0 ? -count - 1 : count;
  }

  @Override
  public int through() {
    return through;
  }

  /** Below zero the number tells how many had been taken when it was stopped. */
  @Override
  public int stop() {
    while (true) {
      int count = taken.get();
      if (count < 0) {
        return -count - 1;
      }
      if (taken.compareAndSet(count, -count - 1)) {
        return count;
      }
    }
  }
}

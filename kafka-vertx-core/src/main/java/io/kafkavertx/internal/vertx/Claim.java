package io.kafkavertx.internal.vertx;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Something that one of several may have at a time. From any thread.
 *
 * @param <T> who asks for it
 */
public final class Claim<T> {
  private final AtomicReference<T> holder = new AtomicReference<>();

  /**
   * Takes it, unless another has it.
   *
   * @return who has it now
   */
  public T take(T wanted) {
    T before = holder.compareAndExchange(null, wanted);
    return before == null ? wanted : before;
  }

  /** Gives it back; returns false when it belongs to another. */
  public boolean release(T by) {
    return holder.compareAndSet(by, null);
  }

  /** Who has it; null when nobody does. */
  public T holder() {
    return holder.get();
  }
}

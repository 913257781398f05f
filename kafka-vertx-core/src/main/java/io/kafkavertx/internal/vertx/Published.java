package io.kafkavertx.internal.vertx;

/** An immutable value that the event loop replaces and any thread may read. */
public final class Published<T> {
  private volatile T value;

  public Published(T initial) {
    value = initial;
  }

  /** What was set last. */
  public T get() {
    return value;
  }

  /** Replaces the value; on the client's event loop only. */
  public void set(T newValue) {
    value = newValue;
  }
}

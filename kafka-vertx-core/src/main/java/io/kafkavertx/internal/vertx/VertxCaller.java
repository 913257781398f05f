package io.kafkavertx.internal.vertx;

import io.kafkavertx.internal.produce.Caller;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;

/** The context of a caller as the place where results of records are to arrive. */
public final class VertxCaller implements Caller {
  private final ContextInternal context;

  private VertxCaller(ContextInternal context) {
    this.context = context;
  }

  /**
   * The place of the current thread: its context, or the client's event loop when it has none.
   *
   * @param last a caller seen before, which is returned when it is the same; may be null
   */
  public static Caller current(Caller last) {
    ContextInternal context = ContextInternal.current();
    if (context == null) {
      return Caller.ON_LOOP;
    }
    return last instanceof VertxCaller that && that.context == context
        ? last
        : new VertxCaller(context);
  }

  @Override
  public <T> Promise<T> promise() {
    return context.promise();
  }

  @Override
  public void run(Runnable task) {
    if (context.inThread()) {
      task.run();
    } else {
      context.execute(task);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VertxCaller that && that.context == context;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(context);
  }
}

package io.kafkavertx.internal.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;

/**
 * Lets several things that are made together share an event loop, so that nothing needs to be
 * handed from one thread to another between them.
 */
public final class OneLoop {
  private OneLoop() {}

  /**
   * Makes something on the current context; where there is none (a plain thread), on a new one: the
   * clients that {@code make} opens, and the handlers that it registers, are on its event loop.
   */
  public static <T> T make(Vertx vertx, Supplier<T> make) {
    ContextInternal current = ContextInternal.current();
    if (current != null && current.owner() == vertx) {
      return make.get();
    }
    ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    ContextInternal before = context.beginDispatch();
    try {
      return make.get();
    } finally {
      context.endDispatch(before);
    }
  }
}

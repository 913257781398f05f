package io.kafkavertx.internal.vertx;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/**
 * The context that a caller was on when it called, to which results and events go back. A caller
 * without one (a plain thread) gets them on the client's event loop.
 */
public final class CallerContext {
  private final ContextInternal context;

  private CallerContext(ContextInternal context) {
    this.context = context;
  }

  /** The context of the current thread. */
  public static CallerContext current() {
    return new CallerContext(ContextInternal.current());
  }

  /** The context of the current thread, or a new one of {@code vertx} when there is none. */
  public static CallerContext currentOrNew(Vertx vertx) {
    return new CallerContext((ContextInternal) vertx.getOrCreateContext());
  }

  /** A promise whose future completes on this context. */
  public <T> Promise<T> promise() {
    return context == null ? Promise.promise() : context.promise();
  }

  /** A future that completes on this context when {@code future} does. */
  public <T> Future<T> follow(Future<T> future) {
    if (context == null) {
      return future;
    }
    Promise<T> promise = context.promise();
    future.onComplete(promise);
    return promise.future();
  }

  /** Hands {@code event} to {@code handler} on this context; at once when the caller is on it. */
  public <T> void emit(T event, Handler<T> handler) {
    if (context == null) {
      handler.handle(event);
    } else {
      context.emit(event, handler);
    }
  }

  /** Runs {@code task} on this context, after what runs there now. */
  public void execute(Runnable task) {
    if (context == null) {
      task.run();
    } else {
      context.runOnContext(ignored -> task.run());
    }
  }

  /**
   * Runs {@code task} on a thread that may block: several tasks at a time, in no order.
   *
   * @param otherwise where there is no context to ask for such a thread
   */
  public void executeBlocking(Runnable task, Vertx otherwise) {
    ContextInternal of =
        context == null ? (ContextInternal) otherwise.getOrCreateContext() : context;
    of.executeBlocking(
        () -> {
          task.run();
          return null;
        },
        false);
  }

  /** True when tasks of this context that await something let others run meanwhile. */
  public boolean isVirtualThread() {
    return context != null && context.threadingModel() == ThreadingModel.VIRTUAL_THREAD;
  }

  /** Reports what a user's handler threw, as Vert.x does for its own handlers. */
  public void report(Throwable failure) {
    if (context != null) {
      context.reportException(failure);
    }
  }

  /** True when the current thread is on this context, or on a duplicate of it. */
  public boolean isCurrent() {
    ContextInternal current = ContextInternal.current();
    return context != null && current != null && current.unwrap() == context.unwrap();
  }

  /**
   * Whether what runs on the current thread, an event loop, runs where this context's handlers run:
   * it may then call them directly.
   */
  public boolean sharesThisLoop() {
    return context == null || (context.isEventLoopContext() && context.inThread());
  }

  /** Runs {@code task} at once as part of this context; only when {@link #sharesThisLoop()}. */
  public void dispatch(Runnable task) {
    if (context == null) {
      task.run();
    } else {
      context.dispatch(task, Runnable::run);
    }
  }
}

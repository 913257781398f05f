package io.kafkavertx.internal.net;

import io.kafkavertx.ClientClosedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The waits of a client: backoffs, and bounds for what others do. They end with the client, so that
 * nobody has to keep hold of them. On the loop only.
 */
public final class Timers {
  private final EventLoop loop;
  private final Set<Wait> open = new LinkedHashSet<>();
  private boolean closed;

  public Timers(EventLoop loop) {
    this.loop = loop;
  }

  private final class Wait {
    private final Promise<Void> over = Promise.promise();
    private final EventLoop.Timer timer;

    Wait(long nanos) {
      open.add(this);
      timer = loop.schedule(Math.max(0, nanos), this::elapsed);
    }

    private void elapsed() {
      open.remove(this);
      over.complete();
    }

    void cancel() {
      open.remove(this);
      timer.cancel();
    }
  }

  /** Completes after the time; fails when the client closes before. */
  public Future<Void> pause(long nanos) {
    return closed ? Future.failedFuture(closedError()) : new Wait(nanos).over.future();
  }

  /**
   * Completes as {@code future} does, or as {@code late} says when that takes longer; fails when
   * the client closes before.
   */
  public <T> Future<T> within(long nanos, Future<T> future, Supplier<Future<T>> late) {
    if (future.isComplete()) {
      return future;
    }
    if (closed) {
      return Future.failedFuture(closedError());
    }
    Promise<T> result = Promise.promise();
    Wait wait = new Wait(nanos);
    wait.over
        .future()
        .onComplete(
            elapsed -> late.get().onComplete(result::tryComplete, result::tryFail),
            result::tryFail);
    future.onComplete(
        done -> {
          wait.cancel();
          if (done.succeeded()) {
            result.tryComplete(done.result());
          } else {
            result.tryFail(done.cause());
          }
        });
    return result.future();
  }

  /** Waits for what an application does, whatever its result, but not for ever. */
  public Future<Void> atMost(long nanos, Future<?> future, Runnable late) {
    return within(
        nanos,
        future.<Void>mapEmpty().otherwiseEmpty(),
        () -> {
          late.run();
          return Future.succeededFuture();
        });
  }

  /** Ends all waits. */
  public void close() {
    closed = true;
    List<Wait> ended = List.copyOf(open);
    open.clear();
    ended.forEach(wait -> wait.timer.cancel());
    ended.forEach(wait -> wait.over.tryFail(closedError()));
  }

  private static ClientClosedException closedError() {
    return new ClientClosedException("the client has been closed");
  }
}

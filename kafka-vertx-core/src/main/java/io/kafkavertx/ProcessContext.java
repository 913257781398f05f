package io.kafkavertx;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.process.Attempt;
import io.kafkavertx.internal.process.Gate;
import io.kafkavertx.internal.process.WorkPlace;
import io.kafkavertx.internal.vertx.CallInQueue;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.SharedGate;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Where the work on records runs: at once when that is the consumer's own loop, else handed over in
 * chunks, with the outcomes coming back in bursts.
 */
final class ProcessContext<K, V> implements WorkPlace<K, V> {
  private record Outcome<K, V>(Attempt<K, V> attempt, boolean started, Throwable cause) {}

  private final ClientShell shell;
  private final EventLoop loop;
  private final CallerContext context;
  private final Function<Attempt<K, V>, Future<?>> work;
  private final boolean blocking;
  private final CallInQueue<Outcome<K, V>> outcomes;

  /** What the current thread is starting, when that is not the loop. */
  private final ThreadLocal<Attempt<K, V>> elsewhere = new ThreadLocal<>();

  // Of the loop.
  private boolean onLoop;
  private Attempt<K, V> here;
  private List<Attempt<K, V>> chunk = new ArrayList<>();

  ProcessContext(
      ClientShell shell,
      CallerContext context,
      boolean blocking,
      Function<Attempt<K, V>, Future<?>> work) {
    this.shell = shell;
    this.loop = shell.loop();
    this.context = context;
    this.blocking = blocking;
    this.work = work;
    this.outcomes = new CallInQueue<>(loop, ProcessContext::tell);
  }

  /** Finds out whether this is the loop of the context; on the loop, before anything else. */
  void open() {
    onLoop = !blocking && context.sharesThisLoop();
  }

  private static <K, V> void tell(Outcome<K, V> outcome) {
    if (outcome.started) {
      outcome.attempt.ended(outcome.cause);
    } else {
      outcome.attempt.notStarted();
    }
  }

  @Override
  public void dispatch(Runnable burst) {
    if (onLoop) {
      context.dispatch(burst);
    } else {
      burst.run();
    }
  }

  @Override
  public void start(Attempt<K, V> attempt) {
    if (onLoop) {
      run(attempt);
    } else {
      chunk.add(attempt);
    }
  }

  @Override
  public void flush() {
    if (chunk.isEmpty()) {
      return;
    }
    List<Attempt<K, V>> ready = chunk;
    chunk = new ArrayList<>();
    if (blocking) {
      ready.forEach(
          attempt -> context.executeBlocking(() -> runIfStillWanted(attempt), shell.vertx()));
    } else if (context.isVirtualThread()) {
      // One that awaits something lets the others start.
      ready.forEach(attempt -> context.execute(() -> runIfStillWanted(attempt)));
    } else {
      context.execute(() -> ready.forEach(this::runIfStillWanted));
    }
  }

  @Override
  public Gate gate() {
    return onLoop ? Gate.onLoop() : new SharedGate();
  }

  private void runIfStillWanted(Attempt<K, V> attempt) {
    if (attempt.mayStart()) {
      run(attempt);
    } else {
      outcomes.add(new Outcome<>(attempt, false, null));
    }
  }

  private void run(Attempt<K, V> attempt) {
    Future<?> future;
    Attempt<K, V> outer = current();
    enter(attempt);
    try {
      future = work.apply(attempt);
      if (future == null) {
        future =
            Future.failedFuture(
                new NullPointerException(
                    "the work on a record has returned null instead of a future"));
      }
    } catch (Throwable failure) {
      future = Future.failedFuture(failure);
    } finally {
      enter(outer);
    }
    if (future.isComplete()) {
      ended(attempt, future.cause());
    } else {
      future.onComplete(done -> ended(attempt, done.cause()));
    }
  }

  private void ended(Attempt<K, V> attempt, Throwable cause) {
    if (loop.inLoop()) {
      attempt.ended(cause);
    } else {
      outcomes.add(new Outcome<>(attempt, true, cause));
    }
  }

  private void enter(Attempt<K, V> attempt) {
    if (onLoop) {
      here = attempt;
    } else if (attempt == null) {
      elsewhere.remove();
    } else {
      elsewhere.set(attempt);
    }
  }

  /** The attempt in whose work this is called; null elsewhere. */
  Attempt<K, V> current() {
    return loop.inLoop() && onLoop ? here : elsewhere.get();
  }
}

package io.kafkavertx.internal.vertx;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClientOptions;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Transport;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Where a client meets Vert.x: its event loop, its network, and the way in for callers from any
 * thread. Every public client object holds one.
 *
 * <p>{@link #call}, {@link #run} and {@link #close} may be called from any thread, the rest on the
 * loop or before the shell is shared.
 */
public final class ClientShell {
  private static final Logger LOG = LoggerFactory.getLogger(ClientShell.class);

  private final VertxInternal vertx;

  /** The context that the client was made on and closes with; null when there was none. */
  private final ContextInternal home;

  private final VertxEventLoop loop;
  private final VertxTransport transport;
  private final CallInQueue<Runnable> callIns;
  private final Deque<Supplier<Future<Void>>> closeHooks = new ArrayDeque<>();
  private final Closeable vertxHook;
  private final Promise<Void> closing = Promise.promise();
  private boolean closeStarted;

  private ClientShell(
      VertxInternal vertx, ContextInternal home, VertxEventLoop loop, ClientOptions<?> options) {
    this.vertx = vertx;
    this.home = home;
    this.loop = loop;
    this.transport = new VertxTransport(loop, options);
    this.callIns = new CallInQueue<>(loop, Runnable::run);
    this.vertxHook = completion -> close().onComplete(completion);
    if (home != null) {
      home.addCloseHook(vertxHook);
    } else {
      vertx.addCloseHook(vertxHook);
    }
  }

  /**
   * Makes the shell of a client. On the event loop of the calling context when there is one, on the
   * companion loop of a worker or virtual-thread context, else on one that Vert.x picks. A client
   * made in a verticle closes with it, after the verticle's {@code stop}.
   *
   * @throws io.kafkavertx.ConfigException when the options do not go together
   */
  public static ClientShell open(Vertx vertx, ClientOptions<?> options) {
    options.validate();
    VertxInternal owner = (VertxInternal) vertx;
    ContextInternal current = ContextInternal.current();
    ContextInternal home = current != null && current.owner() == owner ? current.unwrap() : null;
    io.netty.channel.EventLoop netty =
        home != null ? home.nettyEventLoop() : owner.createEventLoopContext().nettyEventLoop();
    ContextInternal context =
        owner.contextBuilder().withEventLoop(netty).withCloseFuture(new CloseFuture()).build();
    return new ClientShell(owner, home, new VertxEventLoop(context), options.copy());
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The context of the client's event loop. */
  ContextInternal context() {
    return loop.context();
  }

  public EventLoop loop() {
    return loop;
  }

  public Transport transport() {
    return transport;
  }

  /**
   * Runs {@code work} on the loop: at once when the caller is on it, otherwise with the next
   * wake-up. The result completes on the caller's context; on the loop when the caller has none.
   */
  public <T> Future<T> call(Supplier<Future<T>> work) {
    CallerContext caller = CallerContext.current();
    if (loop.inLoop()) {
      return caller.follow(guarded(work));
    }
    Promise<T> promise = caller.promise();
    try {
      callIns.add(() -> guarded(work).onComplete(promise));
    } catch (RejectedExecutionException e) {
      promise.fail(new ClientClosedException("Vert.x has been closed", e));
    }
    return promise.future();
  }

  private static <T> Future<T> guarded(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Runs {@code work} on the loop: at once when the caller is on it, otherwise with the next
   * wake-up.
   */
  public void run(Runnable work) {
    if (loop.inLoop()) {
      work.run();
    } else {
      callIns.add(work);
    }
  }

  /**
   * What to do on the loop when the client closes, before the network goes; the last one registered
   * first.
   */
  public void onClose(Supplier<Future<Void>> hook) {
    run(() -> closeHooks.push(hook));
  }

  /**
   * Reads keys and certificates again, for the connections that are made from then on.
   *
   * @param tls what to use instead of the options; null for the options
   */
  public Future<Void> reloadTls(TlsOptions tls) {
    TlsOptions own = tls == null ? null : new TlsOptions(tls);
    return call(() -> transport.reloadTls(own));
  }

  /** Closes the client: hooks, then the network. Again is harmless and gives the same result. */
  public Future<Void> close() {
    return call(this::closeOnLoop);
  }

  private Future<Void> closeOnLoop() {
    if (!closeStarted) {
      closeStarted = true;
      runHooks().transform(done -> transport.close()).onComplete(closed());
    }
    return closing.future();
  }

  private io.vertx.core.Completable<Void> closed() {
    return (ignored, failure) ->
        loop.execute(
            () -> {
              if (home != null) {
                home.removeCloseHook(vertxHook);
              } else {
                vertx.removeCloseHook(vertxHook);
              }
              if (failure == null) {
                closing.complete();
              } else {
                closing.fail(failure);
              }
            });
  }

  private Future<Void> runHooks() {
    Supplier<Future<Void>> hook = closeHooks.poll();
    if (hook == null) {
      return Future.succeededFuture();
    }
    return guarded(hook)
        .otherwise(
            failure -> {
              LOG.warn("A client did not close as it should", failure);
              return null;
            })
        .compose(done -> runHooks());
  }
}

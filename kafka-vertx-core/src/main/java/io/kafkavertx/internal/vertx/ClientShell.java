package io.kafkavertx.internal.vertx;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Where a client meets Vert.x: its event loop, its network, and the way in for callers from any
 * thread. Every public client object holds one.
 */
public final class ClientShell {
  private ClientShell() {}

  /**
   * Makes the shell of a client. On the event loop of the calling context when there is one, on the
   * companion loop of a worker or virtual-thread context, else on one that Vert.x picks.
   *
   * @throws io.kafkavertx.ConfigException when the options do not go together
   */
  public static ClientShell open(Vertx vertx, ClientOptions<?> options) {
    throw new UnsupportedOperationException();
  }

  public Vertx vertx() {
    throw new UnsupportedOperationException();
  }

  public EventLoop loop() {
    throw new UnsupportedOperationException();
  }

  public Transport transport() {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs {@code work} on the loop: at once when the caller is on it, otherwise with the next
   * wake-up. The result completes on the caller's context.
   */
  public <T> Future<T> call(Supplier<Future<T>> work) {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs {@code work} on the loop: at once when the caller is on it, otherwise with the next
   * wake-up.
   */
  public void run(Runnable work) {
    throw new UnsupportedOperationException();
  }

  /**
   * What to do on the loop when the client closes, before the network goes; the last one registered
   * first.
   */
  public void onClose(Supplier<Future<Void>> hook) {
    throw new UnsupportedOperationException();
  }

  /** Closes the client: hooks, then the network. Again is harmless and gives the same result. */
  public Future<Void> close() {
    throw new UnsupportedOperationException();
  }
}

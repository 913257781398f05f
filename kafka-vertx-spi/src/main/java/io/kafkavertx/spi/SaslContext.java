package io.kafkavertx.spi;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** What an exchange may know of the connection that it authenticates. */
public interface SaslContext {
  /** The broker's host, as it was configured or advertised. */
  String host();

  /** The broker's port. */
  int port();

  /** True when the connection is encrypted. */
  boolean isEncrypted();

  /**
   * Runs slow work (key derivation, Kerberos) off the event loop; the result arrives on the event
   * loop.
   */
  <T> Future<T> executeBlocking(Callable<T> work);

  /**
   * What comes of {@code future}, on the event loop, whatever thread completes it: for what
   * suppliers of credentials answer.
   */
  <T> Future<T> onEventLoop(Future<T> future);
}

package io.kafkavertx.spi;

import io.vertx.core.Future;

/**
 * The client's side of one SASL exchange (RFC 4422). Methods are called one after the other on the
 * client's event loop and must not block: slow work goes through {@link
 * SaslContext#executeBlocking}.
 */
public interface SaslExchange {
  /** The first message to the broker, empty when the broker speaks first. */
  Future<byte[]> initialResponse();

  /**
   * Answers a message of the broker.
   *
   * @return the next message to the broker; null when there is nothing more to send. A failed
   *     future ends the connection with an authentication error that carries the failure's message.
   */
  Future<byte[]> evaluate(byte[] challenge);

  /** True when the client has seen all that it needs to trust the broker. */
  boolean isComplete();

  /** Called once, however the exchange ends. Wipe secrets here. */
  default void dispose() {}
}

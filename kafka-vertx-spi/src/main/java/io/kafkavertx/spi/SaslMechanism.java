package io.kafkavertx.spi;

/** A configured SASL mechanism: starts one exchange for each authentication of a connection. */
public interface SaslMechanism extends AutoCloseable {
  /** The name of RFC 4422, for example {@code PLAIN}. */
  String name();

  /**
   * Starts an exchange with the broker that {@code context} names. Called on the client's event
   * loop; must not block.
   */
  SaslExchange start(SaslContext context);

  /** Called when the client closes. */
  @Override
  default void close() {}
}

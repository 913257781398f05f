package io.kafkavertx.benchmarks;

import java.util.function.Consumer;

/**
 * A client that takes part in the comparison. Methods block the caller until all records are
 * through.
 */
interface Contender extends Reader {
  /**
   * Produces {@code load} to a topic and returns when every record is acknowledged.
   *
   * @param finished called when they are, before the client is closed
   */
  void produce(String topic, Load load, Runnable finished) throws Exception;

  /** Whether {@link #consume} and {@link #follow} differ from those of other contenders. */
  default boolean consumes() {
    return true;
  }

  /**
   * Reads partition 0 of a topic from its end on, and hands each value over as soon as it comes, on
   * any thread. Returns when it reads; what is returned ends it.
   */
  AutoCloseable follow(String topic, Load load, Consumer<byte[]> handler) throws Exception;

  /** A producer that records are given to one by one, by one thread. */
  Sender sender(String topic, Load load) throws Exception;

  /** Sends single records. */
  interface Sender extends AutoCloseable {
    /**
     * Sends a record.
     *
     * @param acknowledged told on any thread, with null when it was stored
     */
    void send(byte[] value, Consumer<Throwable> acknowledged);
  }
}

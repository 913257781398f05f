package io.kafkavertx.benchmarks;

import java.util.function.Consumer;

/**
 * A client that takes part in the comparison. Methods block the caller until all records are
 * through.
 */
interface Contender extends AutoCloseable {
  String name();

  /** Produces {@code load} to a topic and returns when every record is acknowledged. */
  void produce(String topic, Load load) throws Exception;

  /**
   * Reads {@code load.records()} records of a topic from the start; returns how many bytes of
   * values came.
   */
  long consume(String topic, Load load) throws Exception;

  /**
   * Reads partition 0 of a topic from its end on, and hands each value over as soon as it comes, on
   * any thread. Returns when it reads; what is returned ends it.
   */
  AutoCloseable follow(String topic, Load load, Consumer<byte[]> handler) throws Exception;

  @Override
  void close() throws Exception;
}

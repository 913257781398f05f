package io.kafkavertx.benchmarks;

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

  @Override
  void close() throws Exception;
}

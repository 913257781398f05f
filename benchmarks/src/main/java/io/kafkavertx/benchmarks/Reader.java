package io.kafkavertx.benchmarks;

/** What reads the records of a topic, in one way or another. */
interface Reader extends AutoCloseable {
  String name();

  /**
   * Reads {@code load.records()} records of a topic from the start. Blocks the caller until they
   * are through.
   *
   * @param finished called when they have come, before the client is closed
   * @return how many bytes of values came
   */
  long consume(String topic, Load load, Runnable finished) throws Exception;

  @Override
  void close() throws Exception;
}

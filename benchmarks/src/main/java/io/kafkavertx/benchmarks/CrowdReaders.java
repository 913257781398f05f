package io.kafkavertx.benchmarks;

/** Consumers of one client in one process, of partition 0, 1, 2... or members of one group. */
interface CrowdReaders {
  /** Starts so many more. */
  void add(int consumers) throws Exception;

  /** How many partitions all of them have. */
  int assigned() throws Exception;

  /** Whether so many consumers have one partition each. */
  boolean settled(int consumers) throws Exception;

  /** How many records they have read. */
  long read();
}

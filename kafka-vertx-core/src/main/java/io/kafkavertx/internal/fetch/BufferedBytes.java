package io.kafkavertx.internal.fetch;

/** How many fetched bytes wait to be read, in all partitions of a consumer. */
final class BufferedBytes {
  private long total;

  void add(long bytes) {
    total += bytes;
  }

  void remove(long bytes) {
    total -= bytes;
  }

  long total() {
    return total;
  }
}

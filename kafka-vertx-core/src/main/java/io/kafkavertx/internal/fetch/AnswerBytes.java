package io.kafkavertx.internal.fetch;

/**
 * The memory of one answer. The batches of all its partitions lie in one array, which is free when
 * the last of them has been read.
 */
final class AnswerBytes {
  private final long bytes;
  private int parts;

  AnswerBytes(long bytes) {
    this.bytes = bytes;
  }

  /** One more partition keeps its part. */
  void retain(BufferedBytes buffered) {
    if (parts++ == 0) {
      buffered.add(bytes);
    }
  }

  /** One partition is through with its part. */
  void release(BufferedBytes buffered) {
    if (--parts == 0) {
      buffered.remove(bytes);
    }
  }
}

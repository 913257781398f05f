package io.kafkavertx.internal.fetch;

import io.kafkavertx.internal.net.FrameStore;

/**
 * The memory of one answer. The batches of all its partitions lie in one array, which is free when
 * the last of them has been read. An answer that nobody reads to its end is left to the garbage
 * collector.
 */
final class AnswerBytes {
  private final long bytes;
  private final FrameStore store;

  /** Null when it is free. */
  private byte[] array;

  private int parts;

  /** An array that nobody else will get. */
  AnswerBytes(long bytes) {
    this(bytes, new byte[0], FrameStore.NONE);
  }

  /**
   * @param array what the answer lies in
   * @param store gets it back
   */
  AnswerBytes(long bytes, byte[] array, FrameStore store) {
    this.bytes = bytes;
    this.array = array;
    this.store = store;
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
      byte[] free = array;
      array = null;
      store.giveBack(free);
    }
  }
}

package io.kafkavertx.internal.fetch;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/**
 * The bytes of batches that a consumer holds, and those that brokers have been allowed to send:
 * together never more than the limit.
 *
 * <p>What no limit can prevent is a single batch that is larger than the limit. It is asked for
 * when nothing else is held and nothing else is on its way.
 */
final class BufferedBytes {
  private static final Logger LOG = LoggerFactory.getLogger(BufferedBytes.class);

  private final long limit;
  private long held;
  private long reserved;
  private long largest;

  /** Without a limit. */
  BufferedBytes() {
    this(Long.MAX_VALUE);
  }

  BufferedBytes(long limit) {
    this.limit = limit;
  }

  void add(long bytes) {
    held += bytes;
  }

  void remove(long bytes) {
    held -= bytes;
  }

  /** What is held. */
  long total() {
    return held;
  }

  /** What is on its way. */
  long reserved() {
    return reserved;
  }

  /** Sets bytes aside for an answer; false when there is no room for them. */
  boolean reserve(long bytes) {
    boolean fits = bytes <= limit - held - reserved;
    if (fits || (held == 0 && reserved == 0)) {
      reserved += bytes;
      return true;
    }
    return false;
  }

  /**
   * The answer has come, or will not come.
   *
   * @param bytes what was reserved for it
   */
  void release(long bytes) {
    reserved -= bytes;
  }

  /**
   * Whether an answer may be kept: one batch comes whole, however little was asked for.
   *
   * @param bytes its batches
   * @param expected what was reserved for it, and has been released
   */
  boolean mayKeep(long bytes, long expected) {
    if (bytes > limit && bytes > largest) {
      largest = bytes;
      LOG.warn(
          "A broker has sent a batch of "
              + bytes
              + " bytes, more than maxBufferedBytes ("
              + limit
              + "): such batches are read one by one, each when nothing else waits, and may be"
              + " fetched more than once for that. Raise maxBufferedBytes to at least "
              + 2 * bytes
              + ", or have producers make smaller batches");
    }
    return bytes <= expected || bytes <= limit - held - reserved || (held == 0 && reserved == 0);
  }
}

package io.kafkavertx.protocol.record;

/**
 * What a compressed batch may unpack to: no more than {@code maxBytes}, and beyond {@link
 * #UNSUSPICIOUS_BYTES} no more than {@code maxRatio} times its compressed size. Both hold against
 * batches that were made to exhaust their readers.
 *
 * @param maxBytes in bytes, at least 1
 * @param maxRatio uncompressed to compressed bytes, at least 1
 */
public record UnpackLimits(int maxBytes, int maxRatio) {
  /** The ratio is not looked at below 16 MiB: that is no harm to anybody. */
  public static final int UNSUSPICIOUS_BYTES = 16 << 20;

  /**
   * gzip cannot do more than 1,032, snappy and lz4 far less. zstd can, with data that repeats
   * itself without end.
   */
  public static final int DEFAULT_RATIO = 1_100;

  public UnpackLimits {
    if (maxBytes < 1 || maxRatio < 1) {
      throw new IllegalArgumentException(
          "limits must be at least 1: " + maxBytes + " bytes, ratio " + maxRatio);
    }
  }

  /** With the default ratio. */
  public static UnpackLimits of(int maxBytes) {
    return new UnpackLimits(maxBytes, DEFAULT_RATIO);
  }

  /** The most that {@code compressed} bytes may become. */
  int most(int compressed) {
    return (int) Math.min(maxBytes, Math.max(UNSUSPICIOUS_BYTES, (long) maxRatio * compressed));
  }
}

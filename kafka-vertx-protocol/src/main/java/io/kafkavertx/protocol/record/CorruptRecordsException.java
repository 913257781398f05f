package io.kafkavertx.protocol.record;

/**
 * Records that fail their checksum, do not follow the format, or decompress to more than allowed.
 */
public class CorruptRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long baseOffset;
  private final long nextOffset;

  /**
   * @param baseOffset the first offset of the batch, as far as it can be known
   * @param nextOffset the first offset after the batch, as far as it can be known
   */
  public CorruptRecordsException(
      String message, long baseOffset, long nextOffset, Throwable cause) {
    super("corrupt batch at offset " + baseOffset + ": " + message, cause);
    this.baseOffset = baseOffset;
    this.nextOffset = nextOffset;
  }

  /** As the other constructor, without a cause. */
  public CorruptRecordsException(String message, long baseOffset, long nextOffset) {
    this(message, baseOffset, nextOffset, null);
  }

  /**
   * The offset that the batch itself gives as its first. In a corrupt batch this too may be wrong.
   */
  public long baseOffset() {
    return baseOffset;
  }

  /**
   * Where a reader that wants to pass over the batch can go on: the offset after the batch, or
   * {@link #baseOffset()} + 1 when its header makes no sense.
   */
  public long nextOffset() {
    return nextOffset;
  }
}

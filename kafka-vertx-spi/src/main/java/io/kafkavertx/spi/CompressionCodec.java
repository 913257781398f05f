package io.kafkavertx.spi;

/** Compresses and decompresses the records of one batch at a time. Used by one event loop only. */
public interface CompressionCodec extends AutoCloseable {
  /** The id that goes into the attributes of a batch, the same as its factory's. */
  int id();

  /**
   * Compresses {@code length} bytes.
   *
   * @param magic the message format of the batch (0, 1 or 2): format 0 frames lz4 differently
   * @param out takes the result; never smaller than what the codec needs, it grows
   */
  void compress(byte[] source, int offset, int length, int magic, BoundedOutput out);

  /**
   * Decompresses {@code length} bytes as a stream into {@code out}, whose limit the codec must not
   * try to get around: no size that the input declares may be trusted with memory.
   *
   * @param magic the message format of the batch (0, 1 or 2)
   * @throws OutputLimitException when the output is larger than {@code out} allows (thrown by
   *     {@code out} itself)
   * @throws CodecException when the input is not what this codec writes
   */
  void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out);

  /** Releases native memory. The codec is not used afterwards. */
  @Override
  default void close() {}
}

package io.kafkavertx.compression;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import net.jpountz.xxhash.XXHash32;

/**
 * The header of an LZ4 frame.
 *
 * @param flags the FLG byte
 * @param maxBlockSize the most that a block may become
 * @param contentSize what the frame says that all blocks become together, -1 when it does not
 * @param length of the header in bytes
 */
record Lz4FrameHeader(int flags, int maxBlockSize, long contentSize, int length) {
  private static final int FRAME_MAGIC = 0x184D2204;

  private static final int VERSION_MASK = 0xC0;
  private static final int VERSION = 0x40;
  private static final int INDEPENDENT_BLOCKS = 0x20;
  private static final int BLOCK_CHECKSUM = 0x10;
  private static final int CONTENT_SIZE = 0x08;
  private static final int CONTENT_CHECKSUM = 0x04;
  private static final int RESERVED = 0x02;
  private static final int DICTIONARY = 0x01;

  /** Block size 64 KiB in the BD byte; the next ones are four times as large each. */
  private static final int BLOCK_64K = 4;

  /** Writes the header that the Java client writes. */
  static void write(int magic, XXHash32 hash, BoundedOutput out) {
    int start = out.size();
    Lz4Codec.writeLittleEndian(FRAME_MAGIC, out);
    out.write(VERSION | INDEPENDENT_BLOCKS);
    out.write(BLOCK_64K << 4);
    int from = magic == 0 ? start : start + 4;
    out.write(hash.hash(out.array(), from, out.size() - from, 0) >> 8);
  }

  static Lz4FrameHeader read(byte[] source, int offset, int end, int magic, XXHash32 hash) {
    if (end - offset < 7 || Lz4Codec.littleEndian(source, offset) != FRAME_MAGIC) {
      throw new CodecException("not an lz4 frame");
    }
    int flags = source[offset + 4] & 0xFF;
    int blockSize = source[offset + 5] & 0xFF;
    if ((flags & VERSION_MASK) != VERSION
        || (flags & (RESERVED | DICTIONARY)) != 0
        || (blockSize & 0x8F) != 0
        || blockSize >> 4 < BLOCK_64K) {
      throw new CodecException(
          String.format("an lz4 frame with flags %02x and block size %02x", flags, blockSize));
    }
    if ((flags & INDEPENDENT_BLOCKS) == 0) {
      throw new CodecException("an lz4 frame whose blocks refer to each other is not supported");
    }
    boolean hasContentSize = (flags & CONTENT_SIZE) != 0;
    int length = hasContentSize ? 15 : 7;
    if (end - offset < length) {
      throw new CodecException("the lz4 frame ends in its header");
    }
    int check = source[offset + length - 1];
    // The mistaken checksum of magic 0 was never checked by readers of the day, and is not here.
    if (magic > 0 && check != (byte) (hash.hash(source, offset + 4, length - 5, 0) >> 8)) {
      throw new CodecException("the checksum of the lz4 frame header is wrong");
    }
    long contentSize = -1;
    if (hasContentSize) {
      contentSize =
          (Lz4Codec.littleEndian(source, offset + 6) & 0xFFFFFFFFL)
              | ((long) Lz4Codec.littleEndian(source, offset + 10) << 32);
    }
    return new Lz4FrameHeader(
        flags, (64 * 1024) << (2 * ((blockSize >> 4) - BLOCK_64K)), contentSize, length);
  }

  boolean hasBlockChecksum() {
    return (flags & BLOCK_CHECKSUM) != 0;
  }

  boolean hasContentChecksum() {
    return (flags & CONTENT_CHECKSUM) != 0;
  }

  /** The declared size allocates nothing; it only has to be true. */
  void checkContentSize(int actual) {
    if ((flags & CONTENT_SIZE) != 0 && contentSize != actual) {
      throw new CodecException(
          "an lz4 frame became " + actual + " bytes instead of " + contentSize);
    }
  }
}

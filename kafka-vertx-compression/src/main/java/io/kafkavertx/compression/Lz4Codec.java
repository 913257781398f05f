package io.kafkavertx.compression;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The LZ4 frame format: independent blocks of 64 KiB, no checksums, as the Java client writes it.
 * Other block sizes and the optional checksums and sizes are read too; only blocks that refer to
 * the block before are refused, which is what brokers do.
 *
 * <p>For messages of magic 0 the checksum of the frame header covers the frame's magic number too:
 * a mistake of the first Java clients that old readers insist on.
 *
 * <p>Only the instances of lz4-java that check every array access are used.
 */
final class Lz4Codec implements CompressionCodec {
  static final int ID = 3;

  static final int STORED = 0x80000000;

  private static final int BLOCK = 64 * 1024;

  /** A token that says nothing but "more": no block can become more than 255 times as long. */
  private static final long LARGEST_EXPANSION = 255;

  private final XXHash32 hash = XXHashFactory.safeInstance().hash32();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.safeInstance().safeDecompressor();
  private final LZ4Compressor compressor;

  /**
   * Takes one block before its real length is known; what is copied out of it was written to it.
   */
  private byte[] scratch = new byte[0];

  Lz4Codec(int level) {
    LZ4Factory factory = LZ4Factory.safeInstance();
    compressor =
        level == Lz4Factory.FAST ? factory.fastCompressor() : factory.highCompressor(level);
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    Lz4FrameHeader.write(magic, hash, out);
    for (int done = 0; done < length; done += BLOCK) {
      compressBlock(source, offset + done, Math.min(BLOCK, length - done), out);
    }
    writeLittleEndian(0, out);
  }

  private void compressBlock(byte[] source, int offset, int length, BoundedOutput out) {
    out.reserve(4 + compressor.maxCompressedLength(length));
    int at = out.size() + 4;
    int compressed = compressor.compress(source, offset, length, out.array(), at);
    if (compressed < length) {
      writeLittleEndian(compressed, out);
      out.advance(compressed);
    } else {
      writeLittleEndian(length | STORED, out);
      out.write(source, offset, length);
    }
  }

  @Override
  public void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    int end = offset + length;
    int start = out.size();
    Lz4FrameHeader header = Lz4FrameHeader.read(source, offset, end, magic, hash);
    int at = offset + header.length();
    while (true) {
      int word = readWord(source, at, end);
      at += 4;
      if (word == 0) {
        break;
      }
      int size = word & ~STORED;
      if (size > header.maxBlockSize() || size > end - at) {
        throw new CodecException(
            "an lz4 block of " + size + " bytes where " + (end - at) + " are left");
      }
      if ((word & STORED) != 0) {
        out.write(source, at, size);
      } else {
        decompressBlock(source, at, size, header.maxBlockSize(), out);
      }
      int blockStart = at;
      at += size;
      if (header.hasBlockChecksum()) {
        check(readWord(source, at, end), source, blockStart, size);
        at += 4;
      }
    }
    if (header.hasContentChecksum()) {
      check(readWord(source, at, end), out.array(), start, out.size() - start);
      at += 4;
    }
    if (at != end) {
      throw new CodecException((end - at) + " bytes follow the lz4 frame");
    }
    header.checkContentSize(out.size() - start);
  }

  private void decompressBlock(
      byte[] source, int offset, int length, int maxBlockSize, BoundedOutput out) {
    int bound = (int) Math.min(maxBlockSize, length * LARGEST_EXPANSION);
    if (scratch.length < bound) {
      scratch = new byte[Math.min(maxBlockSize, Math.max(bound, 2 * scratch.length))];
    }
    int count;
    try {
      count = decompressor.decompress(source, offset, length, scratch, 0, bound);
    } catch (LZ4Exception e) {
      throw new CodecException("not an lz4 block: " + e.getMessage(), e);
    }
    out.write(scratch, 0, count);
  }

  private void check(int stored, byte[] array, int offset, int length) {
    if (stored != hash.hash(array, offset, length, 0)) {
      throw new CodecException("an lz4 checksum is wrong");
    }
  }

  private static int readWord(byte[] source, int at, int end) {
    if (end - at < 4) {
      throw new CodecException("the lz4 frame ends too early");
    }
    return littleEndian(source, at);
  }

  static int littleEndian(byte[] source, int at) {
    return (source[at] & 0xFF)
        | ((source[at + 1] & 0xFF) << 8)
        | ((source[at + 2] & 0xFF) << 16)
        | (source[at + 3] << 24);
  }

  static void writeLittleEndian(int value, BoundedOutput out) {
    out.write(value);
    out.write(value >> 8);
    out.write(value >> 16);
    out.write(value >> 24);
  }
}

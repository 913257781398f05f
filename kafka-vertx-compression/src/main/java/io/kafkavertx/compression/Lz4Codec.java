package io.kafkavertx.compression;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.lang.ref.WeakReference;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
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
 * <p>A block that copies from offset 0, which the format forbids, becomes zeros or is refused: the
 * decompressors never let out what was in the output before.
 */
final class Lz4Codec implements CompressionCodec {
  static final int ID = 3;

  static final int STORED = 0x80000000;

  private static final int BLOCK = 64 * 1024;

  private final XXHash32 hash = XXHashFactory.safeInstance().hash32();
  private final LZ4SafeDecompressor decompressor = Lz4Instances.decompressor();
  private final LZ4Compressor compressor;

  /** A block that is copied to where it belongs; weak, so that nothing is kept while idle. */
  private WeakReference<byte[]> scratch = new WeakReference<>(null);

  Lz4Codec(int level) {
    compressor = Lz4Instances.compressor(level);
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
    reserve(source, at, end, header, out);
    for (int word = readWord(source, at, end); word != 0; word = readWord(source, at, end)) {
      at += 4;
      int size = word & ~STORED;
      if ((word & STORED) != 0) {
        out.write(source, at, size);
      } else {
        decompressBlock(source, at, size, header.maxBlockSize(), out);
      }
      if (header.hasBlockChecksum()) {
        check(readWord(source, at + size, end), source, at, size);
        at += 4;
      }
      at += size;
    }
    at += 4;
    if (header.hasContentChecksum()) {
      check(readWord(source, at, end), out.array(), start, out.size() - start);
      at += 4;
    }
    if (at != end) {
      throw new CodecException((end - at) + " bytes follow the lz4 frame");
    }
    header.checkContentSize(out.size() - start);
  }

  /**
   * Makes room for all blocks of a frame at once: all but the last are full, as a rule. Checks that
   * none is larger than the frame allows, and that the frame has its end mark.
   */
  private static void reserve(
      byte[] source, int from, int end, Lz4FrameHeader header, BoundedOutput out) {
    long total = 0;
    int blocks = 0;
    int at = from;
    for (int word = readWord(source, at, end); word != 0; word = readWord(source, at, end)) {
      at += 4;
      int size = word & ~STORED;
      if (size > header.maxBlockSize() || size > end - at) {
        throw new CodecException(
            "an lz4 block of " + size + " bytes where " + (end - at) + " are left");
      }
      total += (word & STORED) != 0 ? size : most(size, header.maxBlockSize());
      blocks++;
      at += size + (header.hasBlockChecksum() ? 4 : 0);
    }
    if (blocks > 1) {
      out.reserve((int) Math.min(out.limit() - out.size(), total));
    }
  }

  /** The most that a block of {@code size} bytes may become. */
  private static int most(int size, int maxBlockSize) {
    return (int) Math.min(maxBlockSize, Lz4Block.LARGEST_EXPANSION * size);
  }

  private void decompressBlock(
      byte[] source, int offset, int length, int maxBlockSize, BoundedOutput out) {
    int most = most(length, maxBlockSize);
    int room = Math.min(most, out.limit() - out.size());
    try {
      if (room <= out.room()) {
        out.advance(decompressor.decompress(source, offset, length, out.array(), out.size(), room));
      } else {
        // Room for the worst case would be too much for most: a copy costs less than to count.
        byte[] block = scratch(room);
        out.write(block, 0, decompressor.decompress(source, offset, length, block, 0, room));
      }
    } catch (LZ4Exception e) {
      long becomes = Lz4Block.length(source, offset, length);
      if (becomes <= most) {
        // Throws when it is the limit that was too small.
        out.reserve((int) becomes);
      }
      throw new CodecException("not an lz4 block: " + e.getMessage(), e);
    }
  }

  private byte[] scratch(int size) {
    byte[] block = scratch.get();
    if (block == null || block.length < size) {
      block = new byte[Math.max(size, BLOCK)];
      scratch = new WeakReference<>(block);
    }
    return block;
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

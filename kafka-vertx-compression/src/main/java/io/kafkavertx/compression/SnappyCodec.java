package io.kafkavertx.compression;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.io.IOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * Snappy in the framing of the Java client: a header of 16 bytes, then chunks of up to 32 KiB, each
 * with its compressed length. A bare snappy block is read too: some producers write that.
 *
 * <p>The framing and the length at the start of each block are parsed here, so that the native code
 * is never called with less room than the block declares.
 */
final class SnappyCodec implements CompressionCodec {
  static final int ID = 2;

  /** The magic, version 1, readable since version 1. */
  private static final byte[] HEADER = {
    (byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1
  };

  private static final int MAGIC_LENGTH = 8;
  private static final int CHUNK = 32 * 1024;

  /**
   * A copy element of 3 bytes makes at most 64: no block can become more than 21.4 times as long.
   */
  private static final long LARGEST_EXPANSION = 22;

  @Override
  public int id() {
    return ID;
  }

  @Override
  public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    out.write(HEADER, 0, HEADER.length);
    for (int done = 0; done < length; done += CHUNK) {
      int chunk = Math.min(CHUNK, length - done);
      out.reserve(4 + Snappy.maxCompressedLength(chunk));
      int at = out.size();
      int compressed = compressBlock(source, offset + done, chunk, out.array(), at + 4);
      out.write(compressed >>> 24);
      out.write(compressed >>> 16);
      out.write(compressed >>> 8);
      out.write(compressed);
      out.advance(compressed);
    }
  }

  @Override
  public void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    int end = offset + length;
    if (!startsFrame(source, offset, end)) {
      decompressBlock(source, offset, length, out);
      return;
    }
    // The chunks tell their lengths, which are plausible at least: one array, never copied.
    long total = 0;
    for (int at = nextChunk(source, offset, end);
        at < end;
        at = nextChunk(source, at + chunkLength(source, at), end)) {
      total += declaredLength(source, at, chunkLength(source, at));
    }
    out.reserve((int) Math.min(Integer.MAX_VALUE, total));
    for (int at = nextChunk(source, offset, end);
        at < end;
        at = nextChunk(source, at + chunkLength(source, at), end)) {
      decompressBlock(source, at, chunkLength(source, at), out);
    }
  }

  /**
   * Returns where the bytes of the next chunk start, behind its length; the end if there is none.
   */
  private static int nextChunk(byte[] source, int from, int end) {
    int at = from;
    // Frames may follow each other, as those of a stream that was flushed and reopened do.
    while (startsFrame(source, at, end)) {
      at = skipHeader(source, at, end);
    }
    if (at == end) {
      return end;
    }
    if (end - at < 4) {
      throw new CodecException("the snappy data ends in the length of a chunk");
    }
    at += 4;
    int chunk = chunkLength(source, at);
    if (chunk <= 0 || chunk > end - at) {
      throw new CodecException(
          "a snappy chunk of " + chunk + " bytes where " + (end - at) + " are left");
    }
    return at;
  }

  /** The length in front of a chunk. */
  private static int chunkLength(byte[] source, int at) {
    return bigEndian(source, at - 4);
  }

  private static boolean startsFrame(byte[] source, int at, int end) {
    return end - at >= MAGIC_LENGTH
        && Arrays.equals(source, at, at + MAGIC_LENGTH, HEADER, 0, MAGIC_LENGTH);
  }

  private static int skipHeader(byte[] source, int at, int end) {
    if (end - at < HEADER.length) {
      throw new CodecException("the snappy data ends in its header");
    }
    int compatibleWith = bigEndian(source, at + MAGIC_LENGTH + 4);
    if (compatibleWith != 1) {
      throw new CodecException("a snappy framing that needs version " + compatibleWith);
    }
    return at + HEADER.length;
  }

  private static void decompressBlock(byte[] source, int offset, int length, BoundedOutput out) {
    long declared = declaredLength(source, offset, length);
    out.reserve((int) Math.min(Integer.MAX_VALUE, declared));
    try {
      int count = Snappy.uncompress(source, offset, length, out.array(), out.size());
      if (count != declared) {
        throw new CodecException(
            "a snappy block became " + count + " bytes instead of " + declared);
      }
      out.advance(count);
    } catch (IOException | IllegalArgumentException e) {
      throw new CodecException("not a snappy block: " + e.getMessage(), e);
    }
  }

  /** The varint at the start of a block, when the block can become so long. */
  private static long declaredLength(byte[] source, int offset, int length) {
    long declared = 0;
    for (int i = 0; i < Math.min(5, length); i++) {
      byte next = source[offset + i];
      declared |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        if (declared > length * LARGEST_EXPANSION) {
          throw new CodecException(
              "a snappy block of " + length + " bytes cannot become " + declared + " bytes");
        }
        return declared;
      }
    }
    throw new CodecException("a snappy block without a length");
  }

  private static int compressBlock(byte[] source, int offset, int length, byte[] to, int at) {
    try {
      return Snappy.compress(source, offset, length, to, at);
    } catch (IOException e) {
      throw new CodecException("snappy cannot compress: " + e.getMessage(), e);
    }
  }

  private static int bigEndian(byte[] source, int at) {
    return (source[at] << 24)
        | ((source[at + 1] & 0xFF) << 16)
        | ((source[at + 2] & 0xFF) << 8)
        | (source[at + 3] & 0xFF);
  }
}

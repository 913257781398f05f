package io.kafkavertx.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;

/**
 * Zstandard, with native contexts that are kept from batch to batch.
 *
 * <p>Decompression writes straight into the output in one go, so the native code needs no window
 * buffer and a frame that asks for a large one costs nothing. How long the output will be is not
 * known beforehand: it starts with what the batches before suggest, and when that is too small goes
 * on with what the blocks that are really there can become.
 */
final class ZstdCodec implements CompressionCodec {
  static final int ID = 4;

  /** How far the declared size of a frame is believed, in multiples of the bytes that are there. */
  private static final int BELIEVED_EXPANSION = 16;

  private static final long SMALLEST_ROOM = 512;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final long tooSmall = Zstd.errDstSizeTooSmall();

  /** How many times longer the last output was than its input, rounded up. */
  private long lastExpansion = 3;

  ZstdCodec(int level) {
    compressor.setLevel(level);
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    long bound = Zstd.compressBound(length);
    out.reserve((int) Math.min(Integer.MAX_VALUE, bound));
    int room = out.room();
    try {
      out.advance(
          compressor.compressByteArray(out.array(), out.size(), room, source, offset, length));
    } catch (ZstdException e) {
      throw new CodecException("zstd cannot compress: " + e.getMessage(), e);
    }
  }

  @Override
  public void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    if (length == 0) {
      throw new CodecException("no zstd frame: there are no bytes");
    }
    long room = firstRoom(source, offset, length);
    while (true) {
      int left = out.limit() - out.size();
      int granted = (int) Math.min(left, room);
      out.reserve(granted);
      int count = tryDecompress(source, offset, length, out);
      if (count >= 0) {
        out.advance(count);
        lastExpansion = Math.min(BELIEVED_EXPANSION, 1 + count / Math.max(1, length));
        return;
      }
      if (granted == left) {
        out.reserve(left + 1); // Throws: there is more than the limit.
      }
      room = Math.max(2L * out.room(), ZstdBlocks.bound(source, offset, length));
    }
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }

  private long firstRoom(byte[] source, int offset, int length) {
    long expected = lastExpansion * length;
    long declared = Zstd.getFrameContentSize(source, offset, length);
    if (declared > 0) {
      expected = Math.min(declared, (long) BELIEVED_EXPANSION * length);
    }
    return Math.max(SMALLEST_ROOM, expected);
  }

  /** Returns -1 when the free part of the array is too small. */
  private int tryDecompress(byte[] source, int offset, int length, BoundedOutput out) {
    int room = out.room();
    try {
      return decompressor.decompressByteArray(
          out.array(), out.size(), room, source, offset, length);
    } catch (ZstdException e) {
      if (e.getErrorCode() == tooSmall) {
        return -1;
      }
      throw new CodecException("not a zstd frame: " + e.getMessage(), e);
    }
  }
}

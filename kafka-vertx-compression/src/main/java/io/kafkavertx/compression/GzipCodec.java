package io.kafkavertx.compression;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * RFC 1952 around the JDK's deflate, whose contexts are kept from batch to batch.
 *
 * <p>The size in the trailer is believed as far as it is likely. Where there turns out to be more,
 * the rest is counted before memory is taken for it: a bomb costs time, not memory.
 */
final class GzipCodec implements CompressionCodec {
  static final int ID = 1;

  private static final byte[] HEADER = {
    0x1F, (byte) 0x8B, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xFF
  };
  static final int TRAILER = 8;
  private static final int SMALLEST_ROOM = 512;

  /** How far the size in the trailer is believed, in multiples of the bytes that are there. */
  private static final long BELIEVED_EXPANSION = 16;

  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final Deflater deflater;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] oneByte = new byte[1];

  /** Made when the size of a batch was not foreseen. */
  private GzipCounter counter;

  GzipCodec(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    out.write(HEADER, 0, HEADER.length);
    deflater.reset();
    deflater.setInput(source, offset, length);
    deflater.finish();
    while (!deflater.finished()) {
      out.reserve(SMALLEST_ROOM);
      int room = out.room();
      out.advance(deflater.deflate(out.array(), out.size(), room));
    }
    crc.reset();
    crc.update(source, offset, length);
    writeLittleEndian((int) crc.getValue(), out);
    writeLittleEndian(length, out);
  }

  @Override
  public void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    int end = offset + length;
    int left = out.limit() - out.size();
    if (length > TRAILER) {
      long declared = littleEndian(source, end - 4) & 0xFFFFFFFFL;
      out.reserve((int) Math.min(left, Math.min(declared, BELIEVED_EXPANSION * length)));
    }
    int at = offset;
    // A gzip file may consist of several members, one after the other.
    do {
      at = decompressMember(source, at, end, out);
    } while (at < end);
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
    if (counter != null) {
      counter.close();
    }
  }

  /** Returns where the member ends. */
  private int decompressMember(byte[] source, int from, int end, BoundedOutput out) {
    int data = skipHeader(source, from, end);
    int start = out.size();
    inflater.reset();
    inflater.setInput(source, data, end - data);
    while (!inflater.finished()) {
      int room = out.room();
      if (room > 0) {
        out.advance(inflate(inflater, out.array(), out.size(), room));
      } else if (inflate(inflater, oneByte, 0, 1) == 1) {
        out.reserve(count(source, from, end, out.limit() - start) - (out.size() - start));
        out.write(oneByte[0]);
      }
    }
    int at = end - inflater.getRemaining();
    if (end - at < TRAILER) {
      throw new CodecException("the gzip data ends before its trailer");
    }
    crc.reset();
    crc.update(out.array(), start, out.size() - start);
    if (littleEndian(source, at) != (int) crc.getValue()
        || littleEndian(source, at + 4) != out.size() - start) {
      throw new CodecException("the gzip trailer has another CRC or size than the data");
    }
    return at + TRAILER;
  }

  /** What this member and all that follow become together. */
  private int count(byte[] source, int from, int end, int limit) {
    if (counter == null) {
      counter = new GzipCounter();
    }
    return counter.count(source, from, end, limit);
  }

  /** Returns 0 only at the end. */
  static int inflate(Inflater inflater, byte[] to, int offset, int length) {
    try {
      int count = inflater.inflate(to, offset, length);
      if (count == 0 && !inflater.finished()) {
        throw new CodecException(
            inflater.needsDictionary()
                ? "the gzip data needs a dictionary"
                : "the gzip data ends in the middle");
      }
      return count;
    } catch (DataFormatException e) {
      throw new CodecException("not a deflate stream: " + e.getMessage(), e);
    }
  }

  static int skipHeader(byte[] source, int from, int end) {
    if (end - from < HEADER.length
        || source[from] != HEADER[0]
        || source[from + 1] != HEADER[1]
        || source[from + 2] != HEADER[2]
        || (source[from + 3] & RESERVED) != 0) {
      throw new CodecException("not a gzip header at byte " + from);
    }
    int flags = source[from + 3];
    long at = from + (long) HEADER.length;
    if ((flags & EXTRA) != 0 && end - at >= 2) {
      at += 2 + (source[(int) at] & 0xFF) + ((source[(int) at + 1] & 0xFF) << 8);
    }
    if ((flags & NAME) != 0) {
      at = skipText(source, at, end);
    }
    if ((flags & COMMENT) != 0) {
      at = skipText(source, at, end);
    }
    if ((flags & HEADER_CRC) != 0) {
      at += 2;
    }
    if (at >= end) {
      throw new CodecException("the gzip data ends in its header");
    }
    return (int) at;
  }

  private static long skipText(byte[] source, long from, int end) {
    long at = from;
    while (at < end && source[(int) at] != 0) {
      at++;
    }
    return at + 1;
  }

  private static int littleEndian(byte[] source, int at) {
    return (source[at] & 0xFF)
        | ((source[at + 1] & 0xFF) << 8)
        | ((source[at + 2] & 0xFF) << 16)
        | (source[at + 3] << 24);
  }

  private static void writeLittleEndian(int value, BoundedOutput out) {
    out.write(value);
    out.write(value >> 8);
    out.write(value >> 16);
    out.write(value >> 24);
  }
}

package io.kafkavertx.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes the primitive types of the Kafka protocol guide.
 *
 * <p>Small things are copied into a growing array; a large {@link ByteSlice} (a record batch) is
 * kept by reference, so that it is copied only once, into the socket's buffer. Not thread-safe.
 */
public final class WireWriter {
  /** Slices of at least this many bytes are kept by reference. */
  static final int BY_REFERENCE = 4096;

  private byte[] array;
  private int position;
  private int segmentStart;
  private int closedSize;
  private List<ByteSlice> closed;

  public WireWriter() {
    this(512);
  }

  public WireWriter(int initialCapacity) {
    array = new byte[Math.max(16, initialCapacity)];
  }

  /** How many bytes have been written, those kept by reference included. */
  public int size() {
    return closedSize + position - segmentStart;
  }

  public void writeInt8(int value) {
    ensure(1);
    array[position++] = (byte) value;
  }

  public void writeBool(boolean value) {
    writeInt8(value ? 1 : 0);
  }

  public void writeInt16(int value) {
    ensure(2);
    Bytes.INT16.set(array, position, (short) value);
    position += 2;
  }

  public void writeInt32(int value) {
    ensure(4);
    Bytes.INT32.set(array, position, value);
    position += 4;
  }

  public void writeInt64(long value) {
    ensure(8);
    Bytes.INT64.set(array, position, value);
    position += 8;
  }

  public void writeFloat64(double value) {
    writeInt64(Double.doubleToRawLongBits(value));
  }

  public void writeUuid(UUID value) {
    writeInt64(value.getMostSignificantBits());
    writeInt64(value.getLeastSignificantBits());
  }

  public void writeUnsignedVarint(int value) {
    ensure(5);
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      array[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[position++] = (byte) rest;
  }

  /** A zig-zag varint. */
  public void writeVarint(int value) {
    writeUnsignedVarint((value << 1) ^ (value >> 31));
  }

  /** A zig-zag varint of up to 64 bits. */
  public void writeVarlong(long value) {
    ensure(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      array[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[position++] = (byte) rest;
  }

  public void writeBytes(byte[] bytes) {
    writeBytes(bytes, 0, bytes.length);
  }

  public void writeBytes(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, array, position, length);
    position += length;
  }

  /**
   * The bytes of {@code slice}, by reference when they are many: they must not change until the
   * message has left.
   */
  public void writeSlice(ByteSlice slice) {
    if (slice.length() < BY_REFERENCE) {
      writeBytes(slice.array(), slice.offset(), slice.length());
      return;
    }
    closeSegment();
    closed.add(slice);
    closedSize += slice.length();
  }

  /** A string with a 16-bit length. */
  public void writeString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > Short.MAX_VALUE) {
      throw new ProtocolException(
          "a string of "
              + utf8.length
              + " bytes is longer than the "
              + Short.MAX_VALUE
              + " that the field can hold");
    }
    writeInt16(utf8.length);
    writeBytes(utf8);
  }

  /** A string in the compact form. */
  public void writeCompactString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > Short.MAX_VALUE) {
      throw new ProtocolException(
          "a string of "
              + utf8.length
              + " bytes is longer than the "
              + Short.MAX_VALUE
              + " that the field can hold");
    }
    writeUnsignedVarint(utf8.length + 1);
    writeBytes(utf8);
  }

  /** A tagged field in its raw form: tag, size, data. */
  public void writeTaggedField(TaggedField field) {
    writeUnsignedVarint(field.tag());
    writeUnsignedVarint(field.data().length());
    writeSlice(field.data());
  }

  /** What has been written, in order, without a copy. The writer must not be used afterwards. */
  public List<ByteSlice> segments() {
    if (closed == null) {
      return List.of(ByteSlice.of(array, 0, position));
    }
    closeSegment();
    return closed;
  }

  /** A copy of all that has been written. */
  public byte[] toByteArray() {
    byte[] all = new byte[size()];
    int at = 0;
    if (closed != null) {
      for (ByteSlice slice : closed) {
        System.arraycopy(slice.array(), slice.offset(), all, at, slice.length());
        at += slice.length();
      }
    }
    System.arraycopy(array, segmentStart, all, at, position - segmentStart);
    return all;
  }

  /**
   * Forgets all that was written; keeps the array for reuse. Not allowed once {@link #segments()}
   * has been given away.
   */
  public void reset() {
    position = 0;
    segmentStart = 0;
    closedSize = 0;
    closed = null;
  }

  private void closeSegment() {
    if (closed == null) {
      closed = new ArrayList<>();
    }
    if (position > segmentStart) {
      closed.add(ByteSlice.of(array, segmentStart, position - segmentStart));
      closedSize += position - segmentStart;
      segmentStart = position;
    }
  }

  private void ensure(int count) {
    if (count > array.length - position) {
      grow(count);
    }
  }

  private void grow(int count) {
    // A closed segment points into the old array, which stays as it is: only bytes of the open
    // segment move.
    int open = position - segmentStart;
    long wanted = Math.max(open + (long) count, 2L * Math.max(open, 256));
    if (open + (long) count > Integer.MAX_VALUE - 8) {
      throw new ProtocolException("a message is larger than 2 GiB");
    }
    byte[] larger = new byte[(int) Math.min(wanted, Integer.MAX_VALUE - 8)];
    System.arraycopy(array, segmentStart, larger, 0, open);
    array = larger;
    position = open;
    segmentStart = 0;
  }
}

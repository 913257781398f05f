package io.kafkavertx.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

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

  /** A 16-bit number without a sign. */
  public void writeUint16(int value) {
    if ((value & ~0xFFFF) != 0) {
      throw new ProtocolException(value + " does not fit 16 bits without a sign");
    }
    writeInt16(value);
  }

  /** A 32-bit number without a sign. */
  public void writeUint32(long value) {
    if ((value & ~0xFFFFFFFFL) != 0) {
      throw new ProtocolException(value + " does not fit 32 bits without a sign");
    }
    writeInt32((int) value);
  }

  /** A string with a 16-bit length. */
  public void writeString(String text) {
    writeString(text, false);
  }

  /** A string in the compact form. */
  public void writeCompactString(String text) {
    writeString(text, true);
  }

  /** A string that is not null. */
  public void writeString(String text, boolean flexible) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > Short.MAX_VALUE) {
      throw new ProtocolException(
          "a string of "
              + utf8.length
              + " bytes is longer than the "
              + Short.MAX_VALUE
              + " that the field can hold");
    }
    if (flexible) {
      writeUnsignedVarint(utf8.length + 1);
    } else {
      writeInt16(utf8.length);
    }
    writeBytes(utf8);
  }

  /** A string or null. */
  public void writeNullableString(String text, boolean flexible) {
    if (text != null) {
      writeString(text, flexible);
    } else if (flexible) {
      writeUnsignedVarint(0);
    } else {
      writeInt16(-1);
    }
  }

  /** Bytes that are not null, copied. */
  public void writeBytes(byte[] bytes, boolean flexible) {
    writeLength(bytes.length, flexible);
    writeBytes(bytes);
  }

  /** Bytes or null, copied. */
  public void writeNullableBytes(byte[] bytes, boolean flexible) {
    if (bytes == null) {
      writeLength(-1, flexible);
    } else {
      writeBytes(bytes, flexible);
    }
  }

  /** Bytes that are not null; see {@link #writeSlice(ByteSlice)}. */
  public void writeSlice(ByteSlice slice, boolean flexible) {
    writeLength(slice.length(), flexible);
    writeSlice(slice);
  }

  /** Bytes or null; see {@link #writeSlice(ByteSlice)}. */
  public void writeNullableSlice(ByteSlice slice, boolean flexible) {
    if (slice == null) {
      writeLength(-1, flexible);
    } else {
      writeSlice(slice, flexible);
    }
  }

  /** A structure or null: one byte says which. */
  public <T> void writeNullableStruct(T struct, short version, ElementWriter<T> writer) {
    writeInt8(struct == null ? -1 : 1);
    if (struct != null) {
      writer.write(struct, this, version);
    }
  }

  /** An array of structures that is not null. */
  public <T> void writeArray(
      List<T> list, boolean flexible, short version, ElementWriter<T> writer) {
    writeLength(list.size(), flexible);
    for (T element : list) {
      writer.write(element, this, version);
    }
  }

  /** An array of structures or null. */
  public <T> void writeNullableArray(
      List<T> list, boolean flexible, short version, ElementWriter<T> writer) {
    if (list == null) {
      writeLength(-1, flexible);
    } else {
      writeArray(list, flexible, version, writer);
    }
  }

  /** An array of numbers or ids that is not null. */
  public <T> void writeArray(List<T> list, boolean flexible, BiConsumer<WireWriter, T> writer) {
    writeLength(list.size(), flexible);
    for (T element : list) {
      writer.accept(this, element);
    }
  }

  /** An array of numbers or ids, or null. */
  public <T> void writeNullableArray(
      List<T> list, boolean flexible, BiConsumer<WireWriter, T> writer) {
    if (list == null) {
      writeLength(-1, flexible);
    } else {
      writeArray(list, flexible, writer);
    }
  }

  /** An array of strings that is not null. */
  public void writeStringArray(List<String> list, boolean flexible) {
    writeLength(list.size(), flexible);
    for (String text : list) {
      writeString(text, flexible);
    }
  }

  /** An array of strings or null. */
  public void writeNullableStringArray(List<String> list, boolean flexible) {
    if (list == null) {
      writeLength(-1, flexible);
    } else {
      writeStringArray(list, flexible);
    }
  }

  /** The length of bytes or the size of an array; -1 is null. */
  private void writeLength(int length, boolean flexible) {
    if (flexible) {
      writeUnsignedVarint(length + 1);
    } else {
      writeInt32(length);
    }
  }

  /** The tagged fields at the end of a structure. */
  public void writeTaggedFields(List<TaggedField> fields) {
    writeUnsignedVarint(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      writeTaggedField(fields.get(i));
    }
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

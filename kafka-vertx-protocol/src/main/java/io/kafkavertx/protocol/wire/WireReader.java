package io.kafkavertx.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the primitive types of the Kafka protocol guide from a byte array.
 *
 * <p>Every length is checked against what remains before anything is allocated for it: a hostile
 * length costs a {@link ProtocolException}, never memory. Not thread-safe.
 */
public final class WireReader {
  private final byte[] array;
  private final int end;
  private int position;

  /** Reads all of {@code array}. */
  public WireReader(byte[] array) {
    this(array, 0, array.length);
  }

  /** Reads {@code length} bytes from {@code offset}. */
  public WireReader(byte[] array, int offset, int length) {
    if ((offset | length) < 0 || length > array.length - offset) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + ", length " + length + " of an array of " + array.length);
    }
    this.array = array;
    this.position = offset;
    this.end = offset + length;
  }

  /** Reads what {@code slice} shows. */
  public WireReader(ByteSlice slice) {
    this(slice.array(), slice.offset(), slice.length());
  }

  /** The index into the array of the next byte. */
  public int position() {
    return position;
  }

  /** Moves to an index of the array, inside the range of this reader. */
  public void position(int newPosition) {
    if (newPosition < 0 || newPosition > end) {
      throw new ProtocolException("position " + newPosition + " is beyond the end " + end);
    }
    position = newPosition;
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** Passes over {@code count} bytes. */
  public void skip(int count) {
    require(count);
    position += count;
  }

  public byte readInt8() {
    require(1);
    return array[position++];
  }

  public boolean readBool() {
    return readInt8() != 0;
  }

  public short readInt16() {
    require(2);
    short value = (short) Bytes.INT16.get(array, position);
    position += 2;
    return value;
  }

  public int readUint16() {
    return readInt16() & 0xFFFF;
  }

  public int readInt32() {
    require(4);
    int value = (int) Bytes.INT32.get(array, position);
    position += 4;
    return value;
  }

  public long readUint32() {
    return readInt32() & 0xFFFFFFFFL;
  }

  public long readInt64() {
    require(8);
    long value = (long) Bytes.INT64.get(array, position);
    position += 8;
    return value;
  }

  public double readFloat64() {
    return Double.longBitsToDouble(readInt64());
  }

  public UUID readUuid() {
    long most = readInt64();
    return new UUID(most, readInt64());
  }

  /** An unsigned varint of up to 32 bits. */
  public int readUnsignedVarint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = readInt8();
      if (shift == 28 && (next & 0xF0) != 0) {
        break;
      }
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ProtocolException("a varint is longer than 32 bits");
  }

  /** A zig-zag varint of up to 32 bits. */
  public int readVarint() {
    int raw = readUnsignedVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** A zig-zag varint of up to 64 bits. */
  public long readVarlong() {
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = readInt8();
      if (shift == 63 && (next & 0xFE) != 0) {
        break;
      }
      raw |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new ProtocolException("a varlong is longer than 64 bits");
  }

  /** The length of a string or byte field in the old form: -1 is null. */
  public int readLength16() {
    return checkedLength(readInt16());
  }

  /** The length of bytes or the size of an array in the old form: -1 is null. */
  public int readLength32() {
    return checkedLength(readInt32());
  }

  /** A length in the compact form (unsigned varint, plus one): -1 is null. */
  public int readCompactLength() {
    int raw = readUnsignedVarint();
    // 0xFFFFFFFF + 1 would wrap to a small number: refuse what no int can hold.
    if (raw < 0) {
      throw new ProtocolException(
          "a length of "
              + Integer.toUnsignedString(raw)
              + " is more than the "
              + remaining()
              + " bytes left");
    }
    return checkedLength(raw - 1);
  }

  /** {@code length} bytes as UTF-8 text. */
  public String readText(int length) {
    require(length);
    String text = new String(array, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** A copy of the next {@code length} bytes. */
  public byte[] readBytes(int length) {
    require(length);
    byte[] copy = new byte[length];
    System.arraycopy(array, position, copy, 0, length);
    position += length;
    return copy;
  }

  /** A view of the next {@code length} bytes. */
  public ByteSlice readSlice(int length) {
    require(length);
    ByteSlice slice = ByteSlice.of(array, position, length);
    position += length;
    return slice;
  }

  /**
   * A list to read {@code count} elements into. An element takes at least one byte, so more
   * elements than bytes left is a lie; the initial capacity is small all the same, since an element
   * takes more memory than a byte.
   */
  public <T> List<T> newList(int count) {
    if (count > remaining()) {
      throw new ProtocolException(
          "an array of " + count + " elements does not fit the " + remaining() + " bytes left");
    }
    return new ArrayList<>(Math.min(count, 1024));
  }

  /**
   * The tagged fields at the end of a structure, none of which the reader knows. Null when there
   * are none.
   */
  public List<TaggedField> readUnknownTaggedFields() {
    int count = readUnsignedVarint();
    if (count == 0) {
      return null;
    }
    List<TaggedField> fields = newList(checkedLength(count));
    for (int i = 0; i < count; i++) {
      fields.add(readUnknownTaggedField(readUnsignedVarint()));
    }
    return fields;
  }

  /** The size and the data of the tagged field whose tag has just been read. */
  public TaggedField readUnknownTaggedField(int tag) {
    return new TaggedField(tag, readSlice(readSize()));
  }

  /** An unsigned varint that counts bytes still to come. */
  public int readSize() {
    int size = readUnsignedVarint();
    if (size < 0 || size > remaining()) {
      throw new ProtocolException(
          "a size of "
              + Integer.toUnsignedString(size)
              + " is more than the "
              + remaining()
              + " bytes left");
    }
    return size;
  }

  private int checkedLength(int length) {
    if (length < -1 || length > remaining()) {
      throw new ProtocolException(
          "a length of " + length + " is more than the " + remaining() + " bytes left");
    }
    return length;
  }

  private void require(int count) {
    if (count < 0 || count > end - position) {
      throw new ProtocolException(
          "the message ends too early: " + count + " bytes wanted, " + remaining() + " left");
    }
  }
}

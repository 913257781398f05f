package io.kafkavertx.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

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
   * The tagged fields at the end of a structure, none of which the reader knows; empty when there
   * are none.
   */
  public List<TaggedField> readUnknownTaggedFields() {
    int count = readTagCount();
    if (count == 0) {
      return List.of();
    }
    List<TaggedField> fields = newList(count);
    for (int i = 0; i < count; i++) {
      fields.add(readUnknownTaggedField(readUnsignedVarint()));
    }
    return fields;
  }

  /** How many tagged fields follow. */
  public int readTagCount() {
    return readSize();
  }

  /** The size of a tagged field, as the position at which it ends. */
  public int readTagEnd() {
    int size = readSize();
    return position + size;
  }

  /**
   * Adds to {@code kept} a field that the schema does not know and that ends at {@code fieldEnd}.
   */
  public List<TaggedField> keepUnknown(List<TaggedField> kept, int tag, int fieldEnd) {
    List<TaggedField> fields = kept.isEmpty() ? new ArrayList<>(2) : kept;
    fields.add(new TaggedField(tag, readSlice(fieldEnd - position)));
    return fields;
  }

  /** Checks that the field {@code tag} took exactly the size that was announced for it. */
  public void requireEnd(int fieldEnd, int tag) {
    if (position != fieldEnd) {
      throw new ProtocolException("the tagged field " + tag + " does not have the size it says");
    }
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

  /** A string that is not null. */
  public String readString(boolean flexible) {
    return readText(notNull(flexible ? readCompactLength() : readLength16(), "string"));
  }

  /** A string or null. */
  public String readNullableString(boolean flexible) {
    int length = flexible ? readCompactLength() : readLength16();
    return length < 0 ? null : readText(length);
  }

  /** Bytes that are not null, copied. */
  public byte[] readBytes(boolean flexible) {
    return readBytes(notNull(flexible ? readCompactLength() : readLength32(), "bytes"));
  }

  /** Bytes or null, copied. */
  public byte[] readNullableBytes(boolean flexible) {
    int length = flexible ? readCompactLength() : readLength32();
    return length < 0 ? null : readBytes(length);
  }

  /** Bytes that are not null, as a view. */
  public ByteSlice readSlice(boolean flexible) {
    return readSlice(notNull(flexible ? readCompactLength() : readLength32(), "bytes"));
  }

  /** Bytes or null, as a view. */
  public ByteSlice readNullableSlice(boolean flexible) {
    int length = flexible ? readCompactLength() : readLength32();
    return length < 0 ? null : readSlice(length);
  }

  /** A structure or null: one byte says which. */
  public <T> T readNullableStruct(short version, ElementReader<T> element) {
    return readInt8() < 0 ? null : element.read(this, version);
  }

  /** An array of structures that is not null. */
  public <T> List<T> readArray(boolean flexible, short version, ElementReader<T> element) {
    return elements(notNull(readArraySize(flexible), "array"), version, element);
  }

  /** An array of structures or null. */
  public <T> List<T> readNullableArray(boolean flexible, short version, ElementReader<T> element) {
    int count = readArraySize(flexible);
    return count < 0 ? null : elements(count, version, element);
  }

  /** An array of numbers or ids that is not null. */
  public <T> List<T> readArray(boolean flexible, Function<WireReader, T> element) {
    return elements(notNull(readArraySize(flexible), "array"), element);
  }

  /** An array of numbers or ids, or null. */
  public <T> List<T> readNullableArray(boolean flexible, Function<WireReader, T> element) {
    int count = readArraySize(flexible);
    return count < 0 ? null : elements(count, element);
  }

  /** An array of strings that is not null. */
  public List<String> readStringArray(boolean flexible) {
    return strings(notNull(readArraySize(flexible), "array"), flexible);
  }

  /** An array of strings or null. */
  public List<String> readNullableStringArray(boolean flexible) {
    int count = readArraySize(flexible);
    return count < 0 ? null : strings(count, flexible);
  }

  private int readArraySize(boolean flexible) {
    return flexible ? readCompactLength() : readLength32();
  }

  private <T> List<T> elements(int count, short version, ElementReader<T> element) {
    List<T> list = newList(count);
    for (int i = 0; i < count; i++) {
      list.add(element.read(this, version));
    }
    return list;
  }

  private <T> List<T> elements(int count, Function<WireReader, T> element) {
    List<T> list = newList(count);
    for (int i = 0; i < count; i++) {
      list.add(element.apply(this));
    }
    return list;
  }

  private List<String> strings(int count, boolean flexible) {
    List<String> list = newList(count);
    for (int i = 0; i < count; i++) {
      list.add(readString(flexible));
    }
    return list;
  }

  private static int notNull(int length, String what) {
    if (length < 0) {
      throw new ProtocolException("null where the protocol has no null " + what);
    }
    return length;
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

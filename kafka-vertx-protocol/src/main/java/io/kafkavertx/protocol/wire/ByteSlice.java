package io.kafkavertx.protocol.wire;

import java.util.Arrays;

/**
 * A view of part of a byte array, without a copy.
 *
 * <p>The array belongs to whoever made it (usually a received frame, owned by the garbage
 * collector); a slice is a promise that nobody changes those bytes while the slice is in use.
 */
public final class ByteSlice {
  public static final ByteSlice EMPTY = new ByteSlice(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private ByteSlice(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** All of {@code array}. */
  public static ByteSlice of(byte[] array) {
    return new ByteSlice(array, 0, array.length);
  }

  /**
   * {@code length} bytes of {@code array} from {@code offset}.
   *
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public static ByteSlice of(byte[] array, int offset, int length) {
    if ((offset | length) < 0 || length > array.length - offset) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + ", length " + length + " of an array of " + array.length);
    }
    return new ByteSlice(array, offset, length);
  }

  /** The array behind this view, which is larger than the view. */
  public byte[] array() {
    return array;
  }

  /** Where in {@link #array()} the view starts. */
  public int offset() {
    return offset;
  }

  /** How many bytes the view shows. */
  public int length() {
    return length;
  }

  /** The byte at {@code index} of the view. */
  public byte get(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("index " + index + " of a slice of " + length);
    }
    return array[offset + index];
  }

  /** A narrower view of the same bytes. */
  public ByteSlice slice(int from, int size) {
    if ((from | size) < 0 || size > length - from) {
      throw new IndexOutOfBoundsException(
          "from " + from + ", size " + size + " of a slice of " + length);
    }
    return new ByteSlice(array, offset + from, size);
  }

  /** A copy of the bytes shown. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteSlice that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The size only: the content may be a secret. */
  @Override
  public String toString() {
    return "ByteSlice(" + length + " bytes)";
  }
}

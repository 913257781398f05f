package io.kafkavertx.spi;

import java.util.Arrays;

/**
 * A growing byte array with a hard limit. Growth follows what is really written, never what
 * somebody declares. Not thread-safe.
 */
public final class BoundedOutput {
  private static final byte[] NONE = {};

  private final int limit;
  private byte[] array;
  private int size;

  /**
   * @param initialCapacity how much to allocate at first
   * @param limit the most bytes that this output takes
   */
  public BoundedOutput(int initialCapacity, int limit) {
    this(new byte[Math.min(initialCapacity, limit)], limit);
  }

  /**
   * @param array to begin with, which may hold anything
   * @param limit the most bytes that this output takes, of a longer array too
   */
  public BoundedOutput(byte[] array, int limit) {
    this.limit = limit;
    this.array = array;
  }

  /** The most bytes that this output takes. */
  public int limit() {
    return limit;
  }

  /** How many bytes have been written. */
  public int size() {
    return size;
  }

  /**
   * The bytes written are the first {@link #size()} of this array, which may be replaced by the
   * next write.
   */
  public byte[] array() {
    return array;
  }

  /** How many bytes may be written into {@link #array()} at once, without {@link #reserve}. */
  public int room() {
    return Math.min(limit, array.length) - size;
  }

  /** Appends one byte. */
  public void write(int value) {
    reserve(1);
    array[size++] = (byte) value;
  }

  /** Appends bytes. */
  public void write(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  /**
   * Makes room for {@code count} bytes after {@link #size()}, for a codec that writes into {@link
   * #array()} itself and then calls {@link #advance}.
   *
   * @throws OutputLimitException when that is more than the limit allows
   */
  public void reserve(int count) {
    if (count < 0 || count > limit - size) {
      throw new OutputLimitException(limit);
    }
    if (count > array.length - size) {
      int capacity = (int) Math.min(limit, Math.max(size + (long) count, 2L * array.length));
      if (size == 0) {
        // Nothing to keep: the two arrays need not be there at the same time.
        array = NONE;
        array = new byte[capacity];
      } else {
        array = Arrays.copyOf(array, capacity);
      }
    }
  }

  /** Counts {@code count} bytes that were written into {@link #array()} after {@link #reserve}. */
  public void advance(int count) {
    if (count < 0 || count > room()) {
      throw new IndexOutOfBoundsException("advance by " + count + " with room for " + room());
    }
    size += count;
  }

  /** Starts again; keeps the array. */
  public void reset() {
    size = 0;
  }
}

package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

import io.kafkavertx.protocol.wire.ByteSlice;

/**
 * Walks over the batches of one partition of a fetch response, magic 0, 1 and 2 mixed as the log
 * has them.
 *
 * <p>Brokers cut the last batch at the byte limit of the fetch: such a tail ends the walk without
 * an error and {@link #hasPartialTail()} says so.
 */
public final class RecordBatches {
  private final byte[] array;
  private final int end;
  private int position;
  private long lastOffset = -1;
  private RecordBatch current;
  private boolean partialTail;
  private int partialTailSize;

  private RecordBatches(ByteSlice records) {
    array = records.array();
    position = records.offset();
    end = records.offset() + records.length();
  }

  /** Walks over {@code records}, from its first byte. */
  public static RecordBatches of(ByteSlice records) {
    return new RecordBatches(records);
  }

  /**
   * Moves to the next batch.
   *
   * @return false when there is no further complete batch
   * @throws CorruptRecordsException when its header makes no sense, or its offsets are not after
   *     those of the batch before. When the size of the batch makes sense the next call goes on
   *     behind it; else there is nothing more to read
   */
  public boolean next() {
    int left = end - position;
    if (left <= MAGIC) {
      return left == 0 ? false : endsInside(left < SIZE_END ? 0 : sizeAt(position));
    }
    int start = position;
    long size = sizeAt(start);
    if (size < SMALLEST_V0) {
      position = end;
      throw new CorruptRecordsException(
          "a size of " + size + " bytes", offsetAt(start), offsetAt(start) + 1);
    }
    if (size > left) {
      return endsInside(size);
    }
    position = start + (int) size;
    current = batch(start, (int) size);
    if (current.lastOffset() <= lastOffset) {
      throw current.corrupt("it follows a batch that ends with offset " + lastOffset, null);
    }
    lastOffset = current.lastOffset();
    return true;
  }

  private RecordBatch batch(int start, int size) {
    int magic = array[start + MAGIC];
    if (magic < 0 || magic > 2) {
      throw new CorruptRecordsException(
          "magic " + magic + " is not known", offsetAt(start), offsetAt(start) + 1);
    }
    int smallest = magic == 2 ? RECORDS : LegacyBatch.smallest(magic);
    if (size < smallest) {
      throw new CorruptRecordsException(
          "a size of " + size + " bytes is too small for magic " + magic,
          offsetAt(start),
          offsetAt(start) + 1);
    }
    if (magic == 2) {
      DefaultBatch batch = new DefaultBatch(array, start, size);
      batch.checkHeader();
      return batch;
    }
    LegacyBatch batch = new LegacyBatch(array, start, size, magic);
    batch.checkHeader();
    return batch;
  }

  /** The batch that {@link #next()} moved to; stays valid after the next call. */
  public RecordBatch current() {
    return current;
  }

  /** Whether the walk ended at a batch that is cut off. */
  public boolean hasPartialTail() {
    return partialTail;
  }

  /**
   * How many bytes the batch that is cut off would take, 0 when there is none or it is too short to
   * say. A fetch from an old broker (Fetch v0-v2) that holds nothing else must be repeated with at
   * least this limit.
   */
  public int partialTailSize() {
    return partialTailSize;
  }

  private boolean endsInside(long size) {
    position = end;
    partialTail = true;
    partialTailSize = (int) Math.min(Integer.MAX_VALUE, Math.max(0, size));
    return false;
  }

  private long sizeAt(int start) {
    return SIZE_END + (long) (int) INT32.get(array, start + SIZE);
  }

  private long offsetAt(int start) {
    return (long) INT64.get(array, start + OFFSET);
  }
}

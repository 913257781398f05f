package io.kafkavertx.protocol.record;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.util.function.IntFunction;

/**
 * A view of one record batch (magic 2) or one entry of an old message set (magic 0 and 1: a
 * message, or a compressed wrapper around several). Only the header is read; the records are left
 * alone until {@link #cursor}.
 */
public abstract sealed class RecordBatch permits DefaultBatch, LegacyBatch {
  final byte[] array;
  final int start;
  final int size;

  RecordBatch(byte[] array, int start, int size) {
    this.array = array;
    this.start = start;
    this.size = size;
  }

  /** The format: 0, 1 or 2. */
  public abstract int magic();

  /**
   * The offset of the first record. A compressed wrapper of magic 0 or 1 does not say it: there it
   * is the last offset.
   */
  public abstract long baseOffset();

  /**
   * The offset of the last record that was written to the batch, even when compaction has taken
   * that record away since.
   */
  public abstract long lastOffset();

  /**
   * The offset to read on from after this batch. Not the offset of the last record plus one: a
   * compacted batch may have lost its last records, or all of them.
   */
  public final long nextOffset() {
    return lastOffset() + 1;
  }

  /** The epoch of the leader that appended the batch, -1 when unknown (magic 0 and 1). */
  public abstract int leaderEpoch();

  /** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
  public abstract int compressionId();

  public abstract TimestampType timestampType();

  /** The largest timestamp in milliseconds, -1 when there is none. */
  public abstract long maxTimestamp();

  /** Whether the batch belongs to a transaction. */
  public abstract boolean isTransactional();

  /** Whether the records are control records (see {@link ControlRecords}), not for applications. */
  public abstract boolean isControl();

  /** -1 when the batch was not written by an idempotent producer. */
  public abstract long producerId();

  /** -1 when the batch was not written by an idempotent producer. */
  public abstract short producerEpoch();

  /** -1 when the batch was not written by an idempotent producer. */
  public abstract int baseSequence();

  /**
   * How many records there are; 0 for a batch that compaction has emptied, -1 when only
   * decompressing could tell (a compressed wrapper of magic 0 or 1).
   */
  public abstract int count();

  /** All bytes of the batch, header included. */
  public final int sizeInBytes() {
    return size;
  }

  /** A corruption of this batch, found at a place that {@code message} describes. */
  final CorruptRecordsException corrupt(String message, Throwable cause) {
    return new CorruptRecordsException(message, baseOffset(), nextOffset(), cause);
  }

  /** Decompresses {@code length} bytes of this batch. */
  final BoundedOutput decompress(
      int from, int length, CodecLookup codecs, UnpackLimits limits, IntFunction<byte[]> arrays) {
    CompressionCodec codec = codecs.codec(compressionId());
    // A guess from bytes that really came in; the output grows with what the codec really writes.
    int most = limits.most(length);
    int guess = (int) Math.min(most, Math.max(512L, 3L * length));
    BoundedOutput out = new BoundedOutput(arrays.apply(guess), most);
    try {
      codec.decompress(array, from, length, magic(), out);
    } catch (CodecException e) {
      throw corrupt(
          "its " + length + " bytes of records cannot be decompressed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the codec " + codec.getClass().getName() + " has failed: " + e, e);
    }
    return out;
  }

  /** The bytes of the batch, as they are. */
  public final ByteSlice bytes() {
    return ByteSlice.of(array, start, size);
  }

  /**
   * Checks the CRC of the whole batch.
   *
   * @throws CorruptRecordsException when it is wrong
   */
  public abstract void checkCrc();

  /**
   * A cursor before the first record. Decompresses when the batch is compressed; the records are
   * then views of the decompressed array, otherwise of this one.
   *
   * @param codecs asked only when the batch is compressed
   * @param limits what the records may take when decompressed
   * @throws CorruptRecordsException when the data cannot be decompressed, not within the limit, or
   *     cannot hold the number of records that the header gives
   */
  public final RecordCursor cursor(CodecLookup codecs, UnpackLimits limits) {
    return cursor(codecs, limits, byte[]::new);
  }

  /**
   * {@link #cursor(CodecLookup, UnpackLimits)} with a say in where a compressed batch is unpacked
   * to, for readers that keep nothing of a record when they move on.
   *
   * @param arrays gives an array of so many bytes or more, with whatever in it. The cursor's {@link
   *     RecordCursor#array()} is this one, or a larger one when it was too small
   */
  public abstract RecordCursor cursor(
      CodecLookup codecs, UnpackLimits limits, IntFunction<byte[]> arrays);

  /** {@link #cursor(CodecLookup, UnpackLimits)} with the default ratio. */
  public final RecordCursor cursor(CodecLookup codecs, int maxUncompressedBytes) {
    return cursor(codecs, UnpackLimits.of(maxUncompressedBytes));
  }
}

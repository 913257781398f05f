package io.kafkavertx.protocol.record;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.Header;
import java.util.List;

/**
 * Builds one record batch of magic 2 in place in a growing array that is kept for reuse.
 *
 * <p>The order of calls: {@link #append} as often as wanted, {@link #close}, {@link #stamp} (again
 * for a new epoch, as long as the batch was never sent), and {@link #reset} when nobody needs the
 * bytes any more: the batch is not only written but its outcome known.
 */
public final class BatchBuilder {
  /**
   * @param initialCapacity bytes to allocate at first, header included
   */
  public BatchBuilder(int initialCapacity) {}

  /**
   * The most bytes that a record can take in a batch, without the batch header (61 bytes).
   *
   * @param key may be null
   * @param value may be null
   * @param headers may be null or empty
   */
  public static int upperBound(byte[] key, byte[] value, List<Header> headers) {
    throw new UnsupportedOperationException();
  }

  /**
   * Appends a record.
   *
   * @param timestamp in milliseconds since 1970
   * @param key may be null
   * @param value may be null
   * @param headers may be null or empty
   * @return how many bytes the record took
   * @throws IllegalStateException when the batch is closed
   */
  public int append(long timestamp, byte[] key, byte[] value, List<Header> headers) {
    throw new UnsupportedOperationException();
  }

  /** How many records were appended. */
  public int count() {
    throw new UnsupportedOperationException();
  }

  /** The bytes so far, header included, before compression. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  /** Whether no record was appended. */
  public boolean isEmpty() {
    return count() == 0;
  }

  /** The largest timestamp appended, -1 when there is no record. */
  public long maxTimestamp() {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends the batch and compresses it. Its CRC is not valid before {@link #stamp}. Records that do
   * not become smaller stay uncompressed.
   *
   * @param codec null for no compression
   * @return the whole batch, a view that is valid until {@link #reset}
   */
  public ByteSlice close(CompressionCodec codec) {
    throw new UnsupportedOperationException();
  }

  /** What {@link #close} returned. */
  public ByteSlice bytes() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the producer's state and then the CRC. May be called again (a new epoch, other sequence
   * numbers) as long as the batch was never sent.
   *
   * @param producerId -1 without idempotence
   * @param epoch -1 without idempotence
   * @param baseSequence the sequence number of the first record, -1 without idempotence
   */
  public void stamp(long producerId, short epoch, int baseSequence, boolean transactional) {
    throw new UnsupportedOperationException();
  }

  /** {@link #stamp(long, short, int, boolean)} for a producer without idempotence. */
  public void stamp() {
    stamp(-1, (short) -1, -1, false);
  }

  /**
   * The records of the closed batch as they were before compression, for splitting a batch that the
   * broker refuses. Offsets count from 0.
   */
  public RecordCursor records() {
    throw new UnsupportedOperationException();
  }

  /** Starts a new batch; keeps the arrays. */
  public void reset() {}
}

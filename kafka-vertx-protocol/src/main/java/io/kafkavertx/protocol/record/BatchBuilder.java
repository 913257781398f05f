package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.Header;
import java.util.Arrays;
import java.util.List;

/**
 * Builds one record batch of magic 2 in place in a growing array that is kept for reuse.
 *
 * <p>The order of calls: {@link #append} as often as wanted, {@link #close}, {@link #stamp} (again
 * for a new epoch, as long as the batch was never sent), and {@link #reset} when nobody needs the
 * bytes any more: the batch is not only written but its outcome known.
 */
public final class BatchBuilder {
  /** Length, attributes, timestamp, offset, key length, value length, header count. */
  private static final int LARGEST_OVERHEAD = 5 + 1 + 10 + 5 + 5 + 5 + 5;

  private byte[] array;
  private int position = RECORDS;
  private int count;
  private long baseTimestamp;
  private long maxTimestamp = -1;
  private BoundedOutput compressed;
  private ByteSlice closed;

  /**
   * @param initialCapacity bytes to allocate at first, header included
   */
  public BatchBuilder(int initialCapacity) {
    array = new byte[Math.max(RECORDS, initialCapacity)];
  }

  /**
   * The most bytes that a record can take in a batch, without the batch header (61 bytes).
   *
   * @param key may be null
   * @param value may be null
   * @param headers may be null or empty
   */
  public static int upperBound(byte[] key, byte[] value, List<Header> headers) {
    long bound = LARGEST_OVERHEAD + (long) lengthOf(key) + lengthOf(value);
    if (headers != null) {
      for (int i = 0; i < headers.size(); i++) {
        Header header = headers.get(i);
        bound += 10 + 3L * header.key().length() + lengthOf(header.value());
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, bound);
  }

  /**
   * Appends a record.
   *
   * @param timestamp in milliseconds since 1970
   * @param key may be null
   * @param value may be null
   * @param headers may be null or empty
   * @return how many bytes the record took
   * @throws IllegalStateException when the batch is closed, or would be larger than 2 GiB
   */
  public int append(long timestamp, byte[] key, byte[] value, List<Header> headers) {
    if (closed != null) {
      throw new IllegalStateException("the batch is closed");
    }
    if (count == 0) {
      baseTimestamp = timestamp;
    }
    long timestampDelta = timestamp - baseTimestamp;
    int keyLength = key == null ? -1 : key.length;
    int valueLength = value == null ? -1 : value.length;
    long length =
        1L
            + Varints.sizeOf(timestampDelta)
            + Varints.sizeOf(count)
            + Varints.sizeOf(keyLength)
            + lengthOf(key)
            + Varints.sizeOf(valueLength)
            + lengthOf(value)
            + headersLength(headers);
    ensure(length + 5);
    byte[] to = array;
    int at = Varints.put(to, position, (int) length);
    to[at++] = 0; // The attributes of a record: none are defined.
    at = Varints.put(to, at, timestampDelta);
    at = Varints.put(to, at, count);
    at = putBytes(to, at, key, keyLength);
    at = putBytes(to, at, value, valueLength);
    at = putHeaders(to, at, headers);
    int taken = at - position;
    position = at;
    count++;
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    return taken;
  }

  /** How many records were appended. */
  public int count() {
    return count;
  }

  /** The bytes so far, header included, before compression. */
  public int size() {
    return position;
  }

  /** Whether no record was appended. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The largest timestamp appended, -1 when there is no record. */
  public long maxTimestamp() {
    return maxTimestamp;
  }

  /** How many bytes of memory the builder holds, whatever it was filled with. */
  public long capacity() {
    return array.length + (compressed == null ? 0L : compressed.array().length);
  }

  /**
   * Ends the batch and compresses it. Its CRC is not valid before {@link #stamp}. Records that do
   * not become smaller stay uncompressed.
   *
   * @param codec null for no compression
   * @return the whole batch, a view that is valid until {@link #reset}
   * @throws IllegalStateException when the batch is empty, or closed already
   */
  public ByteSlice close(CompressionCodec codec) {
    if (closed != null || count == 0) {
      throw new IllegalStateException(count == 0 ? "the batch is empty" : "the batch is closed");
    }
    putHeader();
    closed = ByteSlice.of(array, 0, position);
    if (codec != null) {
      compress(codec);
    }
    return closed;
  }

  /**
   * What {@link #close} returned.
   *
   * @throws IllegalStateException when the batch is not closed
   */
  public ByteSlice bytes() {
    if (closed == null) {
      throw new IllegalStateException("the batch is not closed");
    }
    return closed;
  }

  /**
   * Writes the producer's state and then the CRC. May be called again (a new epoch, other sequence
   * numbers) as long as the batch was never sent.
   *
   * @param producerId -1 without idempotence
   * @param epoch -1 without idempotence
   * @param baseSequence the sequence number of the first record, -1 without idempotence
   * @throws IllegalStateException when the batch is not closed
   */
  public void stamp(long producerId, short epoch, int baseSequence, boolean transactional) {
    byte[] batch = bytes().array();
    short attributes = (short) INT16.get(batch, ATTRIBUTES);
    int flags = transactional ? attributes | TRANSACTIONAL : attributes & ~TRANSACTIONAL;
    INT16.set(batch, ATTRIBUTES, (short) flags);
    INT64.set(batch, PRODUCER_ID, producerId);
    INT16.set(batch, PRODUCER_EPOCH, epoch);
    INT32.set(batch, BASE_SEQUENCE, baseSequence);
    INT32.set(batch, CRC, DefaultBatch.computeCrc(batch, 0, closed.length()));
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
    bytes();
    return new DefaultCursor(new DefaultBatch(array, 0, position), array, RECORDS, position);
  }

  /** Starts a new batch; keeps the arrays. */
  public void reset() {
    position = RECORDS;
    count = 0;
    maxTimestamp = -1;
    closed = null;
  }

  private void compress(CompressionCodec codec) {
    if (compressed == null) {
      compressed = new BoundedOutput(Math.max(RECORDS, position / 2), LARGEST_ARRAY);
    }
    compressed.reset();
    compressed.write(array, 0, RECORDS);
    codec.compress(array, RECORDS, position - RECORDS, 2, compressed);
    if (compressed.size() < position) {
      INT16.set(compressed.array(), ATTRIBUTES, (short) codec.id());
      INT32.set(compressed.array(), SIZE, compressed.size() - SIZE_END);
      closed = ByteSlice.of(compressed.array(), 0, compressed.size());
    }
  }

  private void putHeader() {
    INT64.set(array, OFFSET, 0L);
    INT32.set(array, SIZE, position - SIZE_END);
    INT32.set(array, LEADER_EPOCH, -1);
    array[MAGIC] = 2;
    INT32.set(array, CRC, 0);
    INT16.set(array, ATTRIBUTES, (short) 0);
    INT32.set(array, LAST_OFFSET_DELTA, count - 1);
    INT64.set(array, BASE_TIMESTAMP, baseTimestamp);
    INT64.set(array, MAX_TIMESTAMP, maxTimestamp);
    INT64.set(array, PRODUCER_ID, -1L);
    INT16.set(array, PRODUCER_EPOCH, (short) -1);
    INT32.set(array, BASE_SEQUENCE, -1);
    INT32.set(array, COUNT, count);
  }

  private static int headersLength(List<Header> headers) {
    if (headers == null || headers.isEmpty()) {
      return 1;
    }
    long length = Varints.sizeOf(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      Header header = headers.get(i);
      int keyLength = Varints.utf8Length(header.key());
      byte[] value = header.value();
      length += Varints.sizeOf(keyLength) + keyLength;
      length += Varints.sizeOf(value == null ? -1 : value.length) + lengthOf(value);
    }
    return (int) Math.min(Integer.MAX_VALUE, length);
  }

  private static int putHeaders(byte[] to, int position, List<Header> headers) {
    if (headers == null || headers.isEmpty()) {
      to[position] = 0;
      return position + 1;
    }
    int at = Varints.put(to, position, headers.size());
    for (int i = 0; i < headers.size(); i++) {
      Header header = headers.get(i);
      at = Varints.put(to, at, Varints.utf8Length(header.key()));
      at = Varints.putUtf8(to, at, header.key());
      byte[] value = header.value();
      at = putBytes(to, at, value, value == null ? -1 : value.length);
    }
    return at;
  }

  /**
   * @param length the length of {@code bytes}, -1 when it is null
   */
  private static int putBytes(byte[] to, int position, byte[] bytes, int length) {
    int at = Varints.put(to, position, length);
    if (length > 0) {
      System.arraycopy(bytes, 0, to, at, length);
      at += length;
    }
    return at;
  }

  private static int lengthOf(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private void ensure(long more) {
    if (more > array.length - position) {
      long wanted = position + more;
      if (wanted > LARGEST_ARRAY) {
        throw new IllegalStateException("a batch cannot be larger than 2 GiB");
      }
      array =
          Arrays.copyOf(array, (int) Math.min(LARGEST_ARRAY, Math.max(wanted, 2L * array.length)));
    }
  }
}
